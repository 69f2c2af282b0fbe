"""People, before any workspace: signing up and in, sessions, tokens, the profile."""

from taskflow.identity.inputs import Credentials, NewToken, NewUser, ProfileChanges
from taskflow.identity.people import Person, build_initials
from taskflow.identity.profile import edit_profile
from taskflow.identity.registration import has_people, register
from taskflow.identity.sessions import (
    SESSION_SECONDS,
    check_credentials,
    close_session,
    find_by_session,
    get_session,
    list_sessions,
    open_session,
)
from taskflow.identity.tokens import create_token, find_by_token, get_token, list_tokens, revoke_token

__all__ = [
    "SESSION_SECONDS",
    "Credentials",
    "NewToken",
    "NewUser",
    "Person",
    "ProfileChanges",
    "build_initials",
    "check_credentials",
    "close_session",
    "create_token",
    "edit_profile",
    "find_by_session",
    "find_by_token",
    "get_session",
    "get_token",
    "has_people",
    "list_sessions",
    "list_tokens",
    "open_session",
    "register",
    "revoke_token",
]  # fmt: skip
