"""What the OpenAPI document says in sentences."""

# The name and the description of each family's tag, in the order of the document.
TAGS: dict[str, tuple[str, str]] = {
    "users": ("Users", "Making an account"),
    "sessions": ("Sessions", "Signing in and out"),
    "profile": ("Profile", "Yourself"),
    "tokens": ("Tokens", "The keys of programs"),
    "workspaces": ("Workspaces", "Where a group of people keeps its projects"),
    "members": ("Members", "The people in a workspace and their roles"),
    "projects": ("Projects", "Bodies of work, each with a board"),
    "access": ("Access", "Who was let into a project"),
    "columns": ("Columns", "The columns of a board: the status of a task"),
    "labels": ("Labels", "The labels of a project"),
    "board": ("Boards", "A project's columns with their tasks"),
    "tasks": ("Tasks", "Making, finding, changing and deleting tasks"),
    "task_state": ("Task state", "Where a task stands, who has it, whether it is done. Doing it twice changes nothing"),
    "comments": ("Comments", "What people say about tasks"),
    "events": ("Events", "What happened, for ever"),
    "notifications": ("Notifications", "What you were told, and what you have read of it"),
}

INTRODUCTION = """\
Everything that people do in TaskFlow, for programs. JSON in UTF-8; moments are RFC 3339 in UTC with `Z`.

**Who asks.** Programs send `Authorization: Bearer tfp_…`; a token has the scopes `read`, `write` or both, and `write`
includes `read`. Browsers have the session cookie of `POST /sessions`; with it, a request that changes something must
come from a page of the same origin (`Sec-Fetch-Site` or `Origin`). What you may not see is 404, what you may see but
not do is 403.

**Bodies.** A JSON object of at most 1 MiB. Unknown fields, wrong JSON types, NUL and lone surrogates are refused.
`PATCH` is a merge patch (RFC 7396): only the fields named change, and null clears a field that can be empty.

**Versions.** A thing with a `version` has an `ETag` that begins with it. `PATCH` and `DELETE` of such a thing need
`If-Match`: 428 without, 412 when somebody changed it since, with `current` as it is now. A change that changes nothing
makes no new version.

**Lists** hold `items` and `next`, the address of the next page or null (also in the header `Link`). A page is never
shifted by what is added meanwhile. `limit` is 1 to 200, 50 without it.

**Problems** are `application/problem+json` (RFC 9457). `code` is a word for programs and stays the same. For 422
`errors` names every wrong value by a JSON pointer into the body, or below `/query` for what stands after the question
mark.
"""
