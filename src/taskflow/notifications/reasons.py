"""Why a member is told something: one table, from the strongest reason to the weakest. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Channel = Literal["inbox", "email", "digest"]
ReasonName = Literal[
    "mentioned", "assigned", "unassigned", "unblocked", "blocked", "due_changed", "reopened", "completed", "commented",
    "moved", "reacted", "due_soon", "due_today", "overdue", "access_granted", "added", "role_changed", "team_added",
    "joined", "webhook_disabled",
]  # fmt: skip
CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its name for people, when it applies, and the channels that it uses unless somebody chose others.

    `says` stands between who did it and what it is about; `because` says why one is told.
    """

    label: str
    sentence: str
    says: str
    because: str
    channels: frozenset[Channel]


def _told(label: str, sentence: str, says: str, because: str, *channels: Channel) -> Reason:
    return Reason(label, sentence, says, because, frozenset(channels))


_WATCHING = "you watch this task"
_ASSIGNED = "you are assigned to this task"


# Of several reasons to tell one person of one event, the first in this table is given.
REASONS: dict[ReasonName, Reason] = {
    "mentioned": _told(
        "Mentions",
        "Somebody names you, or a team of yours, in a comment.",
        "mentioned you on",
        "you are named in the comment, or a team of yours is",
        "inbox",
        "email",
    ),
    "assigned": _told("Assigned to you", "Somebody puts you on a task.", "assigned you", _ASSIGNED, "inbox", "email"),
    "unassigned": _told(
        "Taken off a task", "Somebody takes you off a task.", "took you off", "you were assigned to this task", "inbox"
    ),
    "unblocked": _told(
        "Free to start",
        "What a task of yours waited for is done, or it waits no more.",
        "cleared the way for",
        "this task waited for another one",
        "inbox",
    ),
    "blocked": _told(
        "Has to wait",
        "A task that you watch waits for another one.",
        "made another task come before",
        _WATCHING,
        "inbox",
    ),
    "due_changed": _told(
        "Due date changed",
        "A task that you watch is due on another day.",
        "changed the due date of",
        _WATCHING,
        "inbox",
    ),
    "reopened": _told("Reopened", "A task that you watch is open again.", "reopened", _WATCHING, "inbox", "digest"),
    "completed": _told("Completed", "A task that you watch is done.", "completed", _WATCHING, "inbox", "digest"),
    "commented": _told(
        "Comments", "Somebody writes on a task that you watch.", "commented on", _WATCHING, "inbox", "digest"
    ),
    "moved": _told("Moved", "A task that you watch goes to another column.", "moved", _WATCHING),
    "reacted": _told(
        "Reactions",
        "Somebody reacts to a comment of yours.",
        "reacted to your comment on",
        "you wrote the comment",
        "inbox",
    ),
    "due_soon": _told(
        "Due soon", "A task of yours is due tomorrow, or at a time that is near.", "Due soon:", _ASSIGNED, "inbox"
    ),
    "due_today": _told("Due today", "A task of yours is due on this day.", "Due today:", _ASSIGNED, "inbox", "digest"),
    "overdue": _told("Overdue", "A task of yours was due and is not done.", "Overdue:", _ASSIGNED, "inbox", "digest"),
    "access_granted": _told(
        "Let into a project",
        "Somebody lets you into a project.",
        "let you into",
        "you are a member of the project now",
        "inbox",
        "email",
    ),
    "added": _told(
        "Added to a workspace",
        "Somebody adds you to a workspace.",
        "added you to",
        "you are a member of the workspace now",
        "inbox",
        "email",
    ),
    "role_changed": _told(
        "Role changed",
        "Your role in a workspace is another one.",
        "changed your role in",
        "what you may do has changed",
        "inbox",
    ),
    "team_added": _told(
        "Put into a team",
        "Somebody puts you into a team.",
        "put you into a team of",
        "you are in the team now",
        "inbox",
    ),
    "joined": _told(
        "Invitation accepted",
        "Somebody whom you invited has joined.",
        "accepted your invitation to",
        "you sent the invitation",
        "inbox",
    ),
    "webhook_disabled": _told(
        "Webhook switched off",
        "The receiver of a webhook could not be reached for too long. Told to owners and administrators.",
        "switched off a webhook of",
        "you look after the workspace",
        "inbox",
        "email",
    ),
}
_STRENGTH = {reason: len(REASONS) - place for place, reason in enumerate(REASONS)}


def find_strongest(*reasons: ReasonName) -> ReasonName:
    """The one of them that is given."""
    return max(reasons, key=_STRENGTH.__getitem__)


def choose_channels(reason: ReasonName, chosen: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The channels of a reason for somebody whose own choices are `chosen`."""
    return frozenset(chosen[reason]) if reason in chosen else REASONS[reason].channels
