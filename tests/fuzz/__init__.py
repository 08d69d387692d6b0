"""Looks for inputs that raise what nobody expects, with Atheris: `make fuzz`."""
