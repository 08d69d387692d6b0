"""The command line: `yuanwen`, one module a command or a kind of output."""
