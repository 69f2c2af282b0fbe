"""Every setting of TaskFlow: one frozen object, read once from the environment and from secret files."""

import os
from collections.abc import Mapping
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "TASKFLOW_"
EXAMPLE_MARK = "change-me"
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MIN_SECRET_CHARACTERS = 32

Network = IPv4Network | IPv6Network


class SettingsError(Exception):
    """A setting is missing or wrong. The message names the key and says what was expected."""


class Settings(BaseSettings):
    """What an operator can decide. `config/app.env` explains every key; durations are seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    mode: Literal["production", "development"] = "production"
    public_url: str
    secret_key: SecretStr
    registration: Literal["open", "invite"] = "open"

    database_url: str
    database_password: SecretStr | None = None
    database_pool_size: int = Field(default=10, ge=1, le=100)
    redis_url: str
    redis_password: SecretStr | None = None

    api_bind: str = "0.0.0.0:8000"
    frontend_bind: str = "0.0.0.0:3000"
    inner_bind: str = "0.0.0.0:9000"
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    max_requests_in_flight: int = Field(default=200, ge=1)
    lame_duck_seconds: float = Field(default=3.0, ge=0)
    quiet_seconds: float = Field(default=5.2, ge=0)
    drain_deadline_seconds: float = Field(default=9.0, gt=0)

    person_rate_limit: int = Field(default=600, ge=0, le=1_000_000)
    token_rate_limit: int = Field(default=300, ge=0, le=1_000_000)
    address_rate_limit: int = Field(default=300, ge=0, le=1_000_000)
    sign_in_rate_limit: int = Field(default=10, ge=0, le=1_000_000)

    worker_concurrency: int = Field(default=8, ge=1, le=64)
    worker_bulk_concurrency: int = Field(default=4, ge=1, le=64)
    sweep_seconds: float = Field(default=5.0, gt=0)
    resend_seconds: float = Field(default=300.0, gt=0)

    assets_folder: Path = Path("web_assets/build")
    templates_folder: Path = Path("web_assets/templates")
    published_folder: Path | None = None
    data_folder: Path = Path("/tmp")  # noqa: S108  somewhere that can be written: deployments name their own
    attachments_url: str = ""
    attachments_endpoint: str = ""
    attachments_region: str = "us-east-1"
    attachments_access_key: str = ""
    attachments_secret_key: SecretStr | None = None
    import_max_bytes: int = Field(default=60 * 1024 * 1024, ge=1024, le=1024 * 1024 * 1024)
    attachment_max_bytes: int = Field(default=25 * 1024 * 1024, ge=1024, le=1024 * 1024 * 1024)

    webhook_allowed_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    smtp_host: str = ""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_username: str = ""
    smtp_password: SecretStr | None = None
    mail_from: str = ""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("trusted_proxies", "webhook_allowed_networks", mode="before")
    @classmethod
    def _split_networks(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("smtp_port", mode="before")
    @classmethod
    def _blank_is_usual(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("public_url")
    @classmethod
    def _origin_only(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("expected an origin such as https://tasks.example.org")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
            raise ValueError("http is for loopback only, use https: session cookies would travel unprotected")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def _postgres_only(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"postgres", "postgresql"} or not parts.hostname or not parts.path.strip("/"):
            raise ValueError("expected postgresql://user@host:5432/database")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_only(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"redis", "rediss"}:
            raise ValueError("expected redis://host:6379/0")
        return value

    @field_validator("api_bind", "frontend_bind", "inner_bind")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("expected an address and a port such as 0.0.0.0:8000")
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        address = parseaddr(value)[1]
        if value and (not address.isascii() or not all(address.partition("@")) or not value.isprintable()):
            raise ValueError("expected an address such as TaskFlow <tasks@example.org>")
        return value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if not self.smtp_host:
            return self
        if not self.mail_from:
            raise ValueError("mail_from: is needed with smtp_host, such as TaskFlow <tasks@example.org>")
        if bool(self.smtp_username) != bool(self.smtp_password and self.smtp_password.get_secret_value()):
            raise ValueError("smtp_password: a user name and a password are given together, or neither")
        if self.smtp_username and self.smtp_security == "none" and self.smtp_host not in LOOPBACK_HOSTS:
            raise ValueError("smtp_security: starttls or tls with a user name: the password would travel unprotected")
        return self

    @model_validator(mode="after")
    def _no_weak_secret(self) -> Self:
        if self.mode == "development":
            return self
        secret = self.secret_key.get_secret_value()
        if len(secret) < MIN_SECRET_CHARACTERS:
            raise ValueError(f"secret_key: has {len(secret)} characters, at least {MIN_SECRET_CHARACTERS} are needed")
        for name in ("secret_key", "database_password", "redis_password", "smtp_password"):
            value: SecretStr | None = getattr(self, name)
            if value is not None and EXAMPLE_MARK in value.get_secret_value().lower():
                raise ValueError(f"{name}: is the example value, make one of your own")
        return self

    @property
    def is_secure(self) -> bool:
        """True where browsers reach TaskFlow over TLS, so cookies carry Secure and the __Host- prefix."""
        return self.public_url.startswith("https://")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environment` (the process' own when None). Raises SettingsError.

    `TASKFLOW_X_FILE` names a file whose content, less a trailing newline, becomes `TASKFLOW_X`.
    """
    source = os.environ if environment is None else environment
    values = {key: value for key, value in source.items() if key.startswith(PREFIX)}
    fields: dict[str, Any] = {}
    for name in Settings.model_fields:
        key = PREFIX + name.upper()
        if f"{key}_FILE" in values:
            fields[name] = _read_secret(f"{key}_FILE", values[f"{key}_FILE"])
        elif key in values:
            fields[name] = values[key]
    try:
        return _FromMapping(**fields)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(item) for item in error.errors(include_input=False))) from None


class _FromMapping(Settings):
    """The settings from a mapping only: what `load_settings` collected, and nothing that it did not."""

    @classmethod
    def settings_customise_sources(cls, settings_cls: Any, init_settings: Any, **_: Any) -> tuple[Any, ...]:  # type: ignore[override]
        return (init_settings,)


def _read_secret(key: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise SettingsError(f"{key}: cannot read {path}: {reason}") from None


def _explain(item: Any) -> str:
    message = item["msg"].removeprefix("Value error, ")
    if item["loc"]:
        name = str(item["loc"][0])
    else:
        name, _, message = message.partition(": ")
    key = PREFIX + name.upper()
    return f"{key}: is not set (or give {key}_FILE)" if item["type"] == "missing" else f"{key}: {message}"
