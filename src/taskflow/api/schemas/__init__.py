"""What leaves by the JSON door: one model for each kind of thing, which both describes and selects."""

from taskflow.api.schemas.analytics import ChartTable, Report, WorkspaceReport
from taskflow.api.schemas.attachments import Attachment
from taskflow.api.schemas.boards import Board
from taskflow.api.schemas.calendars import Calendar, NewCalendarAddress
from taskflow.api.schemas.comments import Comment, CommentVersion, Mentionable
from taskflow.api.schemas.events import AuditEvent, Event, Verification
from taskflow.api.schemas.imports import Import
from taskflow.api.schemas.invitations import Invitation, NewInvitationLink
from taskflow.api.schemas.jobs import JobRun
from taskflow.api.schemas.notifications import Ended, Notification, NotificationSettings, Reading
from taskflow.api.schemas.operator_jobs import JobCounts, OperatorJob, OperatorJobDetail, Replayed, ScheduledJob
from taskflow.api.schemas.output import Output
from taskflow.api.schemas.people import Account, NewTokenText, OfferedReset, Profile, Session, Token
from taskflow.api.schemas.problems import Problem, StaleProblem
from taskflow.api.schemas.project_templates import ProjectTemplates
from taskflow.api.schemas.projects import Access, Column, CustomField, FormerKey, Label, Project, TeamAccess
from taskflow.api.schemas.report_subscriptions import ReportSubscription
from taskflow.api.schemas.tasks import Card, Recurrence, Task, Watcher
from taskflow.api.schemas.undo import Undone
from taskflow.api.schemas.views import Found, View
from taskflow.api.schemas.webhooks import Delivery, DeliveryDetail, Webhook, WebhookSecret
from taskflow.api.schemas.workspaces import ListedWorkspace, Member, Permissions, Team, Workspace

__all__ = [
    "Access", "Account", "Attachment", "AuditEvent", "Board", "Calendar", "Card", "ChartTable", "Column", "Comment",
    "CommentVersion", "CustomField", "Delivery", "DeliveryDetail", "Ended", "Event", "FormerKey", "Found", "Import",
    "Invitation", "JobCounts", "JobRun", "Label", "ListedWorkspace", "Member", "Mentionable", "NewCalendarAddress",
    "NewInvitationLink", "NewTokenText", "Notification", "NotificationSettings", "OfferedReset", "OperatorJob",
    "OperatorJobDetail", "Output", "Permissions", "Problem", "Profile", "Project", "ProjectTemplates", "Reading",
    "Recurrence", "Replayed", "Report", "ReportSubscription", "ScheduledJob", "Session", "StaleProblem", "Task", "Team",
    "TeamAccess", "Token", "Undone", "Verification", "View", "Watcher", "Webhook", "WebhookSecret", "Workspace",
    "WorkspaceReport",
]  # fmt: skip
