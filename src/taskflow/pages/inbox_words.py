"""What a notification says for each of its reasons. Pure."""

from dataclasses import dataclass

from taskflow.notifications import ReasonName


@dataclass(frozen=True, slots=True)
class Words:
    """What is said between who did it and what it is about, and why one is told of it."""

    says: str
    because: str


_WATCHING = "you watch this task"
_ASSIGNED = "you are assigned to this task"
WORDS: dict[ReasonName, Words] = {
    "mentioned": Words("mentioned you on", "you are named in the comment, or a team of yours is"),
    "assigned": Words("assigned you", _ASSIGNED),
    "unassigned": Words("took you off", "you were assigned to this task"),
    "unblocked": Words("cleared the way for", "this task waited for another one"),
    "blocked": Words("made another task come before", _WATCHING),
    "due_changed": Words("changed the due date of", _WATCHING),
    "reopened": Words("reopened", _WATCHING),
    "completed": Words("completed", _WATCHING),
    "commented": Words("commented on", _WATCHING),
    "moved": Words("moved", _WATCHING),
    "reacted": Words("reacted to your comment on", "you wrote the comment"),
    "due_soon": Words("Due soon:", _ASSIGNED),
    "due_today": Words("Due today:", _ASSIGNED),
    "overdue": Words("Overdue:", _ASSIGNED),
    "access_granted": Words("let you into", "you are a member of the project now"),
    "added": Words("added you to", "you are a member of the workspace now"),
    "role_changed": Words("changed your role in", "what you may do has changed"),
    "team_added": Words("put you into a team of", "you are in the team now"),
    "joined": Words("accepted your invitation to", "you sent the invitation"),
}
EMPTY_TRAYS = {
    "unread": ("All caught up", "When somebody assigns you a task or writes on one of yours, it is told here."),
    "all": ("Nothing here", "What you are told stays here until you are done with it."),
    "mentions": ("Nobody has named you", "A comment with your @name in it is told here."),
    "snoozed": ("Nothing is put off", "What you snooze waits here, and comes back unread."),
    "done": ("Nothing is done yet", "What you are done with is kept here."),
}
