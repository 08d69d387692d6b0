"""This project beside other search libraries, each in a process and an environment of its own."""
