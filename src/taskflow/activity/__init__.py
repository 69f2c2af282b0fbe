"""The spine: every change as a fact, recorded with the change and read by everything that follows from it."""

from taskflow.activity.actions import ACTIONS
from taskflow.activity.queries import get_event, list_events_of_project, list_events_of_subject
from taskflow.activity.recording import Actor, Change, Recorded, Subject, record, recorded

__all__ = [
    "ACTIONS",
    "Actor",
    "Change",
    "Recorded",
    "Subject",
    "get_event",
    "list_events_of_project",
    "list_events_of_subject",
    "record",
    "recorded",
]
