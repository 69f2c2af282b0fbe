"""`python -m roles dev`: everything on this machine, with servers of its own and reload."""

from roles.development.session import main

__all__ = ["main"]
