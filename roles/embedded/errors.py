"""What can go wrong with embedded servers, always with what to do about it."""


class EmbeddedError(Exception):
    """The servers cannot run; the message is for the person at the terminal."""


class AddressTaken(EmbeddedError):
    """Somebody else took the port between choosing it and listening on it."""
