"""What this process needs to sign and to send, from the settings."""

from dataclasses import dataclass

from taskflow.platform.http_client import HttpClient
from taskflow.settings import Settings


@dataclass(frozen=True, slots=True)
class Equipment:
    """The key that secrets are made with, the client that calls, and where TaskFlow itself is."""

    key: bytes
    client: HttpClient
    public_url: str


_equipment: Equipment | None = None


def equip(settings: Settings | None) -> None:
    """Take what is needed from the settings; None takes it away."""
    if settings is None:
        take(None)
        return
    key = settings.secret_key.get_secret_value().encode()
    take(Equipment(key, HttpClient(settings.webhook_allowed_networks), settings.public_url))


def take(equipment: Equipment | None) -> None:
    """Use this equipment."""
    global _equipment  # noqa: PLW0603  the one place where the process' equipment is known
    _equipment = equipment


def find_equipment() -> Equipment:
    """What this process has. Raises RuntimeError before `equip`."""
    if _equipment is None:
        raise RuntimeError("webhooks can neither be signed nor sent: call equip first")
    return _equipment
