"""Where to begin in finding the tasks of a list: at the top of its order, or with the few that one condition names.

The database cannot know which is shorter, for it plans for the average label and the average member.
"""

from typing import Any

from taskflow.platform.database import fetch_one
from taskflow.tasks.filtering import Node, Test, build_driver, find_project, join, split_terms
from taskflow.tasks.queries import FROM
from taskflow.workspaces import Member

MOST_FEW = 3000  # so many index entries are read at most to know whether they are few
_COUNT = (
    "select count(*) as few, (select coalesce(sum(c.task_count), 0) from project_columns c join projects p"
    " on p.id = c.project_id where c.workspace_id = $1 and p.key = coalesce({key}::text, p.key)) as total"
    " from ({driver} limit {most}) d"
)


async def find_few(member: Member, wanted: Node, limit: int) -> Test | None:
    """The test of the filter whose tasks are the way to begin; None when `limit` tasks are sooner found in order."""
    values: list[Any] = [member.workspace_id]
    for term in split_terms(wanted):
        driver = build_driver(member, wanted, term, values)
        if driver is not None and isinstance(term, Test):
            values.append(find_project(wanted) if term.field == "label" else None)  # a label is of one project
            row = await fetch_one(_COUNT.format(driver=driver, most=MOST_FEW + 1, key=f"${len(values)}"), *values)
            assert row is not None  # noqa: S101  an aggregate gives a row
            # Of the few, all are read; along the order, `limit` are found after limit * total / few.
            is_shorter = row["few"] <= MOST_FEW and row["few"] ** 2 <= limit * row["total"]
            return term if is_shorter else None
    return None


def begin_with(member: Member, wanted: Node, few: Test | None, values: list[Any]) -> tuple[str, Node]:
    """What a statement selects tasks from, and what is left to ask of them; appends to `values`, $1 the workspace."""
    driver = None if few is None else build_driver(member, wanted, few, values)
    if driver is None:
        return FROM, wanted
    joins = FROM.partition("tasks t")[2]
    rest = join(*(term for term in split_terms(wanted) if term is not few))
    return f" from ({driver}) few join tasks t on t.id = few.task_id{joins}", rest
