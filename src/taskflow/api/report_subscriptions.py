"""Reports by e-mail."""

from uuid import UUID

from taskflow import analytics
from taskflow.analytics import NewSubscription, SubscriptionChanges
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import ReportSubscription
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_SUBSCRIPTIONS = "/workspaces/{slug}/report-subscriptions"
_SUBSCRIPTION = _SUBSCRIPTIONS + "/{subscription_id}"


@operation("GET", _SUBSCRIPTIONS, items=ReportSubscription)
async def list_report_subscriptions(member: Member, query: PageQuery) -> Page:
    """List the reports that you get by e-mail, the newest first"""
    return await analytics.list_subscriptions(member, after=query.after, limit=query.limit)


@operation(
    "POST", _SUBSCRIPTIONS, body=NewSubscription, answer=ReportSubscription,
    location="/workspaces/{slug}/report-subscriptions/{id}", codes=("not_found", "too_many_subscriptions"),
    undo="A report is one's own: end it instead",
)  # fmt: skip
async def create_report_subscription(member: Member, body: NewSubscription) -> Row:
    """Get a report by e-mail

    Of a project, or of all that you see, as you may see it on the day that it is sent: who may not see the project any
    more, or is out of the workspace, gets nothing, and the subscription ends. Times are those of your own zone.
    """
    return await analytics.create_subscription(member, body)


@operation("GET", _SUBSCRIPTION, answer=ReportSubscription)
async def get_report_subscription(member: Member, subscription_id: UUID) -> Row:
    """Read one of your subscriptions"""
    return await analytics.get_subscription(member, subscription_id)


@operation(
    "PATCH", _SUBSCRIPTION, body=SubscriptionChanges, answer=ReportSubscription, if_match="required",
    undo="A report is one's own: change it again",
)  # fmt: skip
async def edit_report_subscription(
    member: Member, subscription_id: UUID, body: SubscriptionChanges, version: int
) -> Row:
    """Change when a report comes, and how far back it goes"""
    return await analytics.edit_subscription(member, subscription_id, body, version=version)


@operation(
    "DELETE", _SUBSCRIPTION, current=ReportSubscription, if_match="required", undo="Subscribe to the report again"
)  # fmt: skip
async def delete_report_subscription(member: Member, subscription_id: UUID, version: int) -> None:
    """End a report"""
    await analytics.delete_subscription(member, subscription_id, version=version)


@operation(
    "POST", _SUBSCRIPTION + "/mails", answer=ReportSubscription, codes=("mail_is_off",),
    undo="A mail that was sent cannot be taken back",
)  # fmt: skip
async def mail_report(member: Member, subscription_id: UUID) -> Row:
    """Have a report mailed to you now

    Once a minute at most: asked for again within it, there is no second mail. When the next one is due stays as it is.
    """
    return await analytics.send_now(member, subscription_id)
