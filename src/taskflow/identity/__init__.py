"""People, before any workspace: signing up and in, sessions, tokens, the profile."""

from taskflow.identity.accounts import (
    deactivate_account,
    get_account,
    list_accounts,
    reactivate_account,
    require_operator,
)
from taskflow.identity.inputs import (
    Credentials,
    ForgottenPassword,
    NewPassword,
    NewToken,
    NewUser,
    Password,
    ProfileChanges,
)
from taskflow.identity.kept_answers import (
    Claim,
    KeptAnswer,
    TwinInFlight,
    begin_answer,
    find_answer,
    finish_answer,
    give_up_answer,
    keep_answer,
)
from taskflow.identity.people import Also, Person, build_initials
from taskflow.identity.profile import edit_profile
from taskflow.identity.registration import has_people, register
from taskflow.identity.resets import (
    build_reset_url,
    create_reset,
    find_reset,
    offer_reset,
    request_reset,
    reset_password,
)
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
    "SESSION_SECONDS", "Also", "Claim", "Credentials", "ForgottenPassword", "KeptAnswer", "NewPassword", "NewToken",
    "NewUser", "Password", "Person", "ProfileChanges", "TwinInFlight", "begin_answer", "build_initials",
    "build_reset_url", "check_credentials", "close_session", "create_reset", "create_token", "deactivate_account",
    "edit_profile", "find_answer", "find_by_session", "find_by_token", "find_reset", "finish_answer", "get_account",
    "get_session", "get_token", "give_up_answer", "has_people", "keep_answer", "list_accounts", "list_sessions",
    "list_tokens", "offer_reset", "open_session", "reactivate_account", "register", "request_reset", "require_operator",
    "reset_password", "revoke_token",
]  # fmt: skip
