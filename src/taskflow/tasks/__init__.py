"""Tasks: making, changing, ordering, assigning and completing them."""

from taskflow.tasks.assignment import assign_task, list_assignable, unassign_task
from taskflow.tasks.completion import complete_task, reopen_task
from taskflow.tasks.creation import create_task
from taskflow.tasks.discussion import count_comment
from taskflow.tasks.editing import delete_task, edit_task, restore_task
from taskflow.tasks.facts import record_task
from taskflow.tasks.inputs import PRIORITIES, NewTask, Position, Priority, TaskChanges
from taskflow.tasks.labelling import label_task, unlabel_task
from taskflow.tasks.lists import Sort, TaskFilter, list_done_by, list_my_tasks, list_tasks
from taskflow.tasks.ordering import move_task
from taskflow.tasks.queries import get_task, list_board, list_column, name_tasks
from taskflow.tasks.subjects import find_recipients

__all__ = [
    "PRIORITIES",
    "NewTask",
    "Position",
    "Priority",
    "Sort",
    "TaskChanges",
    "TaskFilter",
    "assign_task",
    "complete_task",
    "count_comment",
    "create_task",
    "delete_task",
    "edit_task",
    "find_recipients",
    "get_task",
    "label_task",
    "list_assignable",
    "list_board",
    "list_column",
    "list_done_by",
    "list_my_tasks",
    "list_tasks",
    "move_task",
    "name_tasks",
    "record_task",
    "reopen_task",
    "restore_task",
    "unassign_task",
    "unlabel_task",
]  # fmt: skip
