"""What can go wrong while the assets are built, always with what to do about it."""


class AssetError(Exception):
    """The assets cannot be built; the message is for the person at the terminal."""
