"""Projects, who may see them, their columns and labels."""

from taskflow.projects.access import grant_access, revoke_access
from taskflow.projects.archived import (
    import_archived_columns,
    import_archived_fields,
    import_archived_labels,
    import_archived_projects,
)
from taskflow.projects.columns import MAX_COLUMNS, create_column, delete_column, edit_column
from taskflow.projects.editing import create_project, edit_project
from taskflow.projects.fields import (
    create_field,
    delete_field,
    edit_field,
    get_field,
    list_fields,
    load_field,
    use_field,
)
from taskflow.projects.inputs import (
    CATEGORIES,
    FIELD_KINDS,
    ColumnChanges,
    FieldChanges,
    LabelChanges,
    NewColumn,
    NewField,
    NewLabel,
    NewProject,
    Option,
    ProjectChanges,
    ProjectKey,
)
from taskflow.projects.invitations import (
    accept_invitation,
    get_invitation,
    invite,
    list_invitations,
    mail_invitation,
    revoke_invitation,
)
from taskflow.projects.labels import create_label, delete_label, edit_label, load_label, put_label_back
from taskflow.projects.naming import name_parts
from taskflow.projects.numbering import number_task, take_task_number, take_task_numbers
from taskflow.projects.queries import (
    find_renamed,
    get_label,
    get_listed_column,
    get_project,
    list_access,
    list_columns,
    list_columns_of,
    list_labels,
    list_projects,
    list_visible_ids,
    lock_column,
    lock_column_of,
    lock_columns,
    lock_projects,
    name_projects,
    require_open,
)
from taskflow.projects.renaming import free_former_key, list_former_keys
from taskflow.projects.team_access import let_team_in, list_project_teams, take_team_out
from taskflow.projects.templates import TEMPLATES, ProjectTemplate, StarterTask
from taskflow.projects.undoing import load_project
from taskflow.projects.visibility import SEES_PROJECT, build_visibility

__all__ = [
    "CATEGORIES", "FIELD_KINDS", "MAX_COLUMNS", "SEES_PROJECT", "TEMPLATES", "ColumnChanges", "FieldChanges",
    "LabelChanges",
    "NewColumn", "NewField", "NewLabel", "NewProject", "Option", "ProjectChanges", "ProjectKey", "ProjectTemplate",
    "StarterTask", "accept_invitation", "build_visibility", "create_column", "create_field", "create_label",
    "create_project", "delete_column", "delete_field", "delete_label", "edit_column", "edit_field", "edit_label",
    "edit_project", "find_renamed", "free_former_key", "get_field", "get_invitation", "get_label", "get_listed_column",
    "get_project", "grant_access", "import_archived_columns", "import_archived_fields", "import_archived_labels",
    "import_archived_projects", "invite", "let_team_in", "list_access", "list_columns", "list_columns_of",
    "list_fields", "list_former_keys", "list_invitations", "list_labels", "list_project_teams", "list_projects",
    "list_visible_ids", "load_field", "load_label", "load_project", "lock_column", "lock_column_of", "lock_columns",
    "lock_projects", "mail_invitation", "name_parts", "name_projects", "number_task", "put_label_back", "require_open",
    "revoke_access", "revoke_invitation", "take_task_number", "take_task_numbers", "take_team_out", "use_field",
]  # fmt: skip
