"""What the OpenAPI document says in sentences."""

# The name and the description of each family's tag, in the order of the document.
TAGS: dict[str, tuple[str, str]] = {
    "users": ("Users", "Making an account"),
    "sessions": ("Sessions", "Signing in and out"),
    "password_resets": ("Forgotten passwords", "A new password, by a code that is mailed or handed on"),
    "profile": ("Profile", "Yourself"),
    "tokens": ("Tokens", "The keys of programs"),
    "workspaces": ("Workspaces", "Where a group of people keeps its projects"),
    "members": ("Members", "The people in a workspace and their roles"),
    "teams": ("Teams", "Members under a name, let into projects together"),
    "invitations": ("Invitations", "Offers to become a member, by e-mail or by a link"),
    "permissions": ("Permissions", "Which role may do what"),
    "ownership": ("Ownership", "Handing a workspace over"),
    "operator_people": ("Operator: people", "Everybody with an account, for the operator alone"),
    "operator_jobs": ("Operator: jobs", "Work in the background, for the operator alone"),
    "projects": ("Projects", "Bodies of work, each with a board"),
    "project_templates": ("Project templates", "What a project can start with"),
    "access": ("Access", "Who was let into a project"),
    "team_access": ("Team access", "Which teams were let into a project"),
    "columns": ("Columns", "The columns of a board: the status of a task"),
    "labels": ("Labels", "The labels of a project"),
    "fields": ("Fields", "What a project's tasks say beside the usual, and what a task has in it"),
    "former_keys": ("Former keys", "The keys that a project had before"),
    "board": ("Boards", "A project's columns with their tasks"),
    "tasks": ("Tasks", "Making, finding, changing and deleting tasks"),
    "bulk": ("Bulk edit", "Changing many tasks at once, all of them or none"),
    "quick_add": ("Quick add", "A task in one line"),
    "trash": ("Trash", "Deleted tasks: they wait for 30 days"),
    "task_state": ("Task state", "Where a task stands, who has it, whether it is done. Doing it twice changes nothing"),
    "relations": ("Relations", "Subtasks, and which tasks wait for others"),
    "recurrences": ("Recurrences", "What the rule of a task that comes again means"),
    "watchers": ("Watchers", "Who is told what happens to a task"),
    "task_copies": ("Copying and moving tasks", "Copies of tasks, and tasks that go to another project"),
    "search": ("Search", "Finding tasks by words, the best first"),
    "views": ("Views", "Filters that are saved under a name"),
    "comments": ("Comments", "What people say about tasks"),
    "mentions": ("Mentions", "Whom a comment can mention"),
    "reactions": ("Reactions", "An emoji on a comment"),
    "attachments": ("Attachments", "Files on tasks"),
    "exports": ("Exports", "Tasks as files, or the whole workspace, made in the background"),
    "imports": ("Imports", "Tasks from other programs: looked through first, then made in the background"),
    "calendars": ("Calendars", "Feeds of what is due, for calendar programs"),
    "job_runs": ("Jobs", "What you have asked for and wait for: how far it is, its file, ending it early"),
    "undo": ("Undo", "Taking a change back, within 10 minutes"),
    "events": ("Events", "What happened, for ever"),
    "audit": ("Audit", "Everything that happened in a workspace, sealed against alteration"),
    "analytics": ("Analytics", "How work flows, how long it takes, and when the rest may be done"),
    "report_subscriptions": ("Reports by e-mail", "Analytics that come by themselves, when you want them"),
    "notifications": ("Notifications", "What you were told, and what you have read of it"),
    "webhooks": ("Webhooks", "Programs that are told what happens, and what they were told"),
    "notification_settings": ("Notification settings", "For what reasons you are told, how, and when"),
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

**Merging.** A task is also changed with `If-Match: *` and `base` in the body: the values that you last saw of the
fields that you change. Each field is written when it still has its base; when somebody else gave one another value,
nothing is written, and the answer is 409 with `conflicts`. Other things take a version only.

**Undo.** A change in a workspace that can be taken back answers with a token in the header `Undo`, good for 10 minutes,
for whoever made the change: `POST /workspaces/{slug}/undo` takes all of it back, or answers 409 with `obstacles` when
somebody has changed it since.

**Safe retries.** Every `POST` takes an `Idempotency-Key`: 1 to 255 visible ASCII characters of your choice, a new one
for each thing that you want done, such as a UUID. Send the request again with the same key when you got no answer: it
has one effect, and for 24 hours the repeat is answered like the first, with `Idempotency-Replayed: true`. The same key
with another address or body is 422, a repeat while the first is still being worked on 409 with `Retry-After`. Keys are
those of the person, whichever token is used. Only what went well is kept: what was refused changed nothing, and its
repeat is a request like any other. An answer with a secret is not kept: its repeat is 409 and makes no second one. As
long as nobody is signed in, keys are not used: an e-mail address has one account, and signing in twice does no harm.
`PUT`, `PATCH` and `DELETE` need no key: doing them twice changes nothing more, or `If-Match` is stale by then.

**Limits.** Requests are counted by person, by token, and by address as long as nobody is signed in; signing in and
signing up are counted by address and by account, too. `RateLimit-Policy` says which limits hold for a request and
`RateLimit` how much of each is left; where the operator has turned a limit off, it is in neither. Who has used one up
is answered 429, with `Retry-After` in seconds.

**Lists** hold `items` and `next`, the address of the next page or null (also in the header `Link`). A page is never
shifted by what is added meanwhile. `limit` is 1 to 200, 50 without it.

**Problems** are `application/problem+json` (RFC 9457). `code` is a word for programs and stays the same. For 422
`errors` names every wrong value by a JSON pointer into the body, or below `/query` for what stands after the question
mark.
"""
