"""A comment as HTML."""

from taskflow.comments.queries import Row
from taskflow.platform.markdown import find_handles, render_markdown


def render_comment(comment: Row) -> str:
    """The comment's text as safe HTML, whom it mentions by the names that they have now. Pure."""
    return render_markdown(comment["body"], name_mentions(comment))


def name_mentions(comment: Row) -> dict[str, str]:
    """Whom the comment mentions: the present name of a member or a team by handle. Pure."""
    return {row["handle"]: (row["team"] or row["members"][0])["name"] for row in comment["mentions"]}


def find_unknown(comment: Row) -> list[str]:
    """The handles in the comment that mean nobody who can see the task. Pure."""
    known = {row["handle"] for row in comment["mentions"]}
    return [handle for handle in find_handles(comment["body"]) if handle not in known]
