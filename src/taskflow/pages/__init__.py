"""The HTML door: pages for people, rendered on the server, that work without JavaScript."""

from quart import Response

from taskflow.pages import (
    access_settings,
    analytics,
    arrival,
    asset_files,
    audit,
    board,
    bulk,
    calendars,
    column_settings,
    exports,
    field_settings,
    former_keys,
    imports,
    inbox,
    inbox_triage,
    invitations,
    job_runs,
    joining,
    label_settings,
    members,
    my_work,
    notification_settings,
    operator_jobs,
    operator_people,
    password_reset,
    people,
    permissions,
    profile,
    project_activity,
    project_list,
    project_settings,
    quick_add,
    reports,
    search,
    sessions,
    task,
    task_comments,
    task_copies,
    task_creation,
    task_custom_fields,
    task_fields,
    task_files,
    task_list,
    task_placing,
    task_planning,
    task_relations,
    team_access_settings,
    team_settings,
    teams,
    tokens,
    trash,
    undo,
    unsubscribing,
    views,
    webhook_log,
    webhooks,
    workspace_creation,
    workspace_settings,
)
from taskflow.pages.caught_mail import install_caught_mail
from taskflow.pages.errors import install_errors
from taskflow.pages.forms import install_form_protection
from taskflow.pages.last_workspace import install_last_workspace
from taskflow.pages.rendering import install_rendering
from taskflow.platform.limiter import Limiter
from taskflow.settings import Settings
from taskflow.web.application import Application, build_application
from taskflow.web.authentication import install_authentication
from taskflow.web.rate_limits import install_rate_limits
from taskflow.web.security_headers import install_security_headers

_FAMILIES = (
    asset_files, arrival, workspace_creation, my_work, inbox, inbox_triage, project_list, board, task_list, bulk,
    project_activity, project_settings, former_keys, column_settings, label_settings, field_settings, access_settings,
    task, task_creation, task_placing, task_copies, task_fields, task_custom_fields, task_planning, task_relations,
    task_comments, task_files, undo, members, people, teams, team_settings, team_access_settings, invitations,
    joining, permissions, operator_people, operator_jobs, workspace_settings, audit, profile, tokens, sessions,
    quick_add, trash, search, views, webhooks, webhook_log, analytics, reports, exports, job_runs,
    notification_settings, unsubscribing, password_reset, imports, calendars,
)  # fmt: skip


def build_pages(settings: Settings, *, limiter: Limiter | None = None) -> Application:
    """The frontend's application: every page, its forms, and errors as pages; `limiter` counts requests."""
    application = build_application("taskflow.pages", settings)
    install_rendering(application)
    install_authentication(application, install_rate_limits(application, limiter, door="frontend"))
    install_form_protection(application)
    install_last_workspace(application)
    install_security_headers(application)
    install_errors(application)
    application.after_request(_keep_private)
    for family in _FAMILIES:
        application.register_blueprint(family.routes)
    install_caught_mail(application)
    return application


async def _keep_private(response: Response) -> Response:
    """Pages are somebody's own: browsers ask again before they show one, and nobody in between keeps any."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
