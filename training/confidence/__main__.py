"""`python -m training.confidence`: see `training.confidence.fitting`."""

from training.confidence.fitting import main

if __name__ == "__main__":
    main()
