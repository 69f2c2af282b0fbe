"""One file a role: opens resources, builds, runs. No logic."""
