"""Projects, who may see them, their columns and labels."""

from taskflow.projects.access import grant_access, revoke_access
from taskflow.projects.columns import create_column, delete_column, edit_column
from taskflow.projects.editing import create_project, edit_project
from taskflow.projects.inputs import CATEGORIES, ColumnChanges, NewColumn, NewLabel, NewProject, ProjectChanges
from taskflow.projects.labels import create_label, delete_label
from taskflow.projects.numbering import take_task_number
from taskflow.projects.queries import (
    find_column_of,
    get_label,
    get_listed_column,
    get_project,
    list_access,
    list_columns,
    list_labels,
    list_projects,
    lock_column,
)
from taskflow.projects.visibility import build_visibility

__all__ = [
    "CATEGORIES", "ColumnChanges", "NewColumn", "NewLabel", "NewProject", "ProjectChanges", "build_visibility",
    "create_column", "create_label", "create_project", "delete_column", "delete_label", "edit_column", "edit_project",
    "find_column_of", "get_label", "get_listed_column", "get_project", "grant_access", "list_access",
    "list_columns", "list_labels", "list_projects", "lock_column", "revoke_access", "take_task_number",
]  # fmt: skip
