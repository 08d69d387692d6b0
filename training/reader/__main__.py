"""`python -m training.reader`: see `training.reader.recipe`."""

from training.reader.recipe import main

if __name__ == "__main__":
    main()
