"""Releases under load on the real stack: updates, rollbacks, bad releases, killed deploys; nothing may be lost."""
