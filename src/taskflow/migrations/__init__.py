"""One linear history, run by `python -m roles migrate`."""
