"""What leaves by the JSON door: one model for each kind of thing, which both describes and selects."""

from taskflow.api.schemas.boards import Board
from taskflow.api.schemas.comments import Comment
from taskflow.api.schemas.events import Event
from taskflow.api.schemas.notifications import Notification, Reading
from taskflow.api.schemas.output import Output
from taskflow.api.schemas.people import NewTokenText, Profile, Session, Token
from taskflow.api.schemas.problems import Problem, StaleProblem, StaleTaskProblem
from taskflow.api.schemas.projects import Access, Column, Label, Project
from taskflow.api.schemas.tasks import Card, Task
from taskflow.api.schemas.workspaces import ListedWorkspace, Member, Workspace

__all__ = [
    "Access", "Board", "Card", "Column", "Comment", "Event", "Label", "ListedWorkspace", "Member", "NewTokenText",
    "Notification", "Output", "Problem", "Profile", "Project", "Reading", "Session", "StaleProblem",
    "StaleTaskProblem", "Task", "Token", "Workspace",
]  # fmt: skip
