"""The JSON door: every operation under `/api/v1`, described by the document that it is built from."""

from quart import Response

from taskflow.api import (
    access,
    analytics,
    attachments,
    audit,
    board,
    bulk,
    calendars,
    columns,
    comments,
    events,
    exports,
    fields,
    former_keys,
    imports,
    invitations,
    job_runs,
    labels,
    members,
    mentions,
    notification_settings,
    notifications,
    operator_jobs,
    operator_people,
    ownership,
    password_resets,
    permissions,
    profile,
    project_templates,
    projects,
    quick_add,
    reactions,
    recurrences,
    relations,
    report_subscriptions,
    search,
    sessions,
    task_copies,
    task_state,
    tasks,
    team_access,
    teams,
    tokens,
    trash,
    undo,
    users,
    views,
    watchers,
    webhooks,
    workspaces,
)
from taskflow.api.documentation import install_documentation
from taskflow.api.errors import install_errors
from taskflow.api.health import install_health
from taskflow.api.routing import install_operations
from taskflow.platform.health import HealthChecks
from taskflow.platform.limiter import Limiter
from taskflow.settings import Settings
from taskflow.web.application import Application, build_application
from taskflow.web.authentication import install_authentication
from taskflow.web.rate_limits import install_rate_limits
from taskflow.web.security_headers import install_security_headers

# Importing a family enters its operations into the table.
FAMILIES = (
    users, sessions, password_resets, profile, tokens, workspaces, members, teams, invitations, permissions,
    ownership, operator_people, operator_jobs, projects, project_templates, access, team_access, columns, labels,
    fields, former_keys, tasks, bulk, search, views, quick_add, trash, task_state, task_copies, recurrences,
    relations, watchers, board, comments, mentions, reactions, attachments, undo, events, audit, notifications,
    webhooks, analytics, report_subscriptions, exports, imports, job_runs, calendars,
    notification_settings,
)  # fmt: skip
CONTENT_SECURITY_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def build_api(settings: Settings, *, health: HealthChecks | None = None, limiter: Limiter | None = None) -> Application:
    """The application of the JSON door; `/health` shows what `health` finds, and `limiter` counts requests."""
    application = build_application("taskflow.api", settings)
    install_authentication(application, install_rate_limits(application, limiter, door="api"))
    install_operations(application)
    install_documentation(application)
    install_errors(application)
    if health is not None:
        install_health(application, health)
    install_security_headers(application)
    application.after_request(_restrict)
    return application


async def _restrict(response: Response) -> Response:
    """Nothing here may run, load or be shown by others; it is one person's, and asked for again before it is used."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
