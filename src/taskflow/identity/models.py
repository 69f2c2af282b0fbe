"""A person, the places where they are signed in, and the programs that act for them."""

from tortoise import fields
from tortoise.models import Model


class User(Model):
    """A person. The first one of an instance is its operator."""

    id = fields.UUIDField(primary_key=True)
    email = fields.TextField()
    name = fields.TextField()
    password_hash = fields.TextField()
    hue = fields.TextField()
    time_zone = fields.TextField(default="UTC")
    theme = fields.TextField(default="system")
    density = fields.TextField(default="comfortable")
    is_operator = fields.BooleanField(default=False)
    deactivated_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "users"


class Session(Model):
    """A browser that is signed in; the cookie holds a reference of which only the hash is kept."""

    id = fields.UUIDField(primary_key=True)
    user_id = fields.UUIDField()
    token_hash = fields.BinaryField()
    user_agent = fields.TextField(default="")
    address = fields.TextField(default="")
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "sessions"


class ApiToken(Model):
    """A program's key; only its hash is kept, and its last four characters so that people can tell it."""

    id = fields.UUIDField(primary_key=True)
    user_id = fields.UUIDField()
    name = fields.TextField()
    token_hash = fields.BinaryField()
    hint = fields.TextField()
    scopes = fields.JSONField[list[str]]()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_tokens"


class IdempotencyKey(Model):
    """An answer that is given again to the same request with the same key; status 0 while the work is under way."""

    id = fields.UUIDField(primary_key=True)
    user_id = fields.UUIDField()
    key = fields.TextField()
    request_hash = fields.BinaryField()
    status = fields.SmallIntField()
    headers = fields.JSONField[dict[str, str]]()
    body = fields.BinaryField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_keys"


class PasswordReset(Model):
    """A way to a new password for who has forgotten theirs: good once, for an hour; only the hash is kept."""

    id = fields.UUIDField(primary_key=True)
    user_id = fields.UUIDField()
    token_hash = fields.BinaryField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_resets"
