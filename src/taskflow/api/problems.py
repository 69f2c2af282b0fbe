"""Every error code that the API answers with: its status, and when it is given."""

PROBLEMS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request itself is malformed"),
    "malformed_json": (400, "The body is not JSON"),
    "too_complex": (400, "The body is nested more than 64 deep or holds more than 10,000 values"),
    "bad_if_match": (400, "If-Match is not an ETag of this resource"),
    "unauthenticated": (401, "Nobody is signed in"),
    "bad_token": (401, "The bearer token is misspelt, has expired or was revoked"),
    "wrong_credentials": (401, "The e-mail address or the password is not right"),
    "forbidden": (403, "Your role does not allow it"),
    "scope_missing": (403, "The token's scopes do not allow it"),
    "session_required": (403, "A token may not do this: sign in with a password"),
    "cross_origin": (403, "A request with a session cookie must come from a page of this TaskFlow"),
    "invitation_needed": (403, "This TaskFlow is by invitation"),
    "not_found": (404, "There is no such thing, or you may not see it"),
    "method_not_allowed": (405, "This address does not take this method; Allow names those that it takes"),
    "request_timeout": (408, "The body did not arrive in time"),
    "conflict": (409, "The present state stands against it"),
    "project_archived": (409, "The project is archived"),
    "too_many_assignees": (409, "The task has as many assignees as it can have"),
    "too_many_columns": (409, "The board has as many columns as it can have"),
    "last_column": (409, "A board needs a column"),
    "column_not_empty": (409, "Tasks are in the column, perhaps in the trash"),
    "last_owner": (409, "A workspace needs an owner"),
    "stale_version": (412, "Somebody changed it since: `current` is how it is now"),
    "body_too_large": (413, "The body is larger than 1 MiB"),
    "uri_too_long": (414, "The address is too long"),
    "unsupported_media_type": (415, "The body must be JSON and say so in Content-Type"),
    "invalid": (422, "Values are wrong: `errors` names each of them"),
    "version_required": (428, "If-Match is missing: say which version you are changing"),
    "too_many_requests": (429, "A limit is used up: Retry-After says for how long"),
    "headers_too_large": (431, "The headers are too large"),
    "internal_error": (500, "TaskFlow made a mistake; nothing was changed"),
    "overloaded": (503, "TaskFlow has too many requests in flight: try again after Retry-After"),
    "unavailable": (503, "TaskFlow is not available just now: try again after Retry-After"),
}

ANYWHERE = frozenset({"bad_token", "invalid", "too_many_requests", "overloaded", "unavailable"})
WITH_BODY = frozenset({"malformed_json", "too_complex", "request_timeout", "body_too_large", "unsupported_media_type"})
WITH_IF_MATCH = frozenset({"bad_if_match", "stale_version"})
