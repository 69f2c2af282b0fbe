"""What a person sends about themself."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Email, Hue, Input, Name, TimeZone, Whole

MIN_PASSWORD, MAX_PASSWORD = 10, 1000
Scope = Literal["read", "write"]


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("control_character", "must not hold NUL characters")
    return value


def _password(value: str) -> str:
    if len(set(value)) < 4:
        raise PydanticCustomError("weak_password", "is too easy to guess: use more different characters")
    return value


Password = Annotated[
    str,
    StringConstraints(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD),
    AfterValidator(_without_nul),
    AfterValidator(_password),
    Field(json_schema_extra={"pattern": r"^[^\x00]*$"}),
]


def is_about(password: str, email: str, name: str) -> bool:
    """True when the password is the person's name, their address, or its first part, perhaps twice. Pure."""
    words = [word.lower() for word in (email, name, email.partition("@")[0]) if len(word) >= 4]
    return any(password.lower() in {word, word * 2} for word in words)


class NewUser(Input):
    """A person who signs up."""

    email: Email = Field(examples=["sam@example.org"])
    name: Name = Field(examples=["Sam Okafor"])
    password: Password = Field(examples=["a long sentence is a good one"])
    time_zone: TimeZone = "UTC"

    @model_validator(mode="after")
    def _password_is_not_about_me(self) -> Self:
        if is_about(self.password, self.email, self.name):
            raise PydanticCustomError("weak_password", "the password must not be your name or address")
        return self


class Credentials(Input):
    """What a person signs in with."""

    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(_without_nul)] = Field(
        examples=["sam@example.org"], json_schema_extra={"pattern": r"^[^\x00]*$"}
    )
    password: Annotated[str, StringConstraints(max_length=MAX_PASSWORD)] = Field(
        examples=["a long sentence"], json_schema_extra={"pattern": r"^[^\x00]*$"}
    )


class ForgottenPassword(Input):
    """Whose password is forgotten."""

    email: Email = Field(examples=["sam@example.org"])


class NewPassword(Input):
    """The code from the mail, or from the operator, and the new password."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] = Field(
        examples=["0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"], description="What stands behind the # in the address"
    )
    password: Password = Field(examples=["another long sentence"])


class ProfileChanges(Changes):
    """What a person may change about themself; only the fields named are changed."""

    name: Name | None = Field(default=None, examples=["Samuel Okafor"])
    hue: Hue | None = None
    time_zone: TimeZone | None = None
    theme: Literal["system", "light", "dark"] | None = None
    density: Literal["comfortable", "compact"] | None = None


class NewToken(Input):
    """An API token to make."""

    name: Name = Field(examples=["Nightly report"])
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)] = Field(default=["read"])
    expires_in_days: Annotated[int, Field(ge=1, le=366), Whole] = 90

    @property
    def lifetime(self) -> timedelta:
        """How long the token is good."""
        return timedelta(days=self.expires_in_days)
