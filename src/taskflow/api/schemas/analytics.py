"""What a report of analytics shows. Times are calendar days, parts of them included."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Day, HueName, Id, Moment, Named, Output

Count = Annotated[int, Field(ge=0, examples=[12])]
Days = Annotated[float | None, Field(ge=0, examples=[2.4], description="In days; null: nothing to tell it from")]
State = Literal["backlog", "todo", "doing", "review", "done"]


class Stretch(Output):
    """The period of a report, in days of the workspace's time zone."""

    name: Literal["2w", "6w", "12w", "year"]
    first: Day
    last: Day
    slice_days: Annotated[int, Field(examples=[7], description="How many days an entry of `throughput` stands for")]
    time_zone: Annotated[str, Field(examples=["Europe/Berlin"])]


class Totals(Output):
    """What happened in a period."""

    created: Count
    completed: Count
    reopened: Count
    with_due: Annotated[int, Field(ge=0, examples=[9], description="Completed, with a due date")]
    on_time: Annotated[int, Field(ge=0, examples=[8], description="Completed by their due date")]


class Slice(Totals):
    """What happened in a part of a period."""

    first: Day
    last: Day
    cycle_days: Annotated[Days, Field(description="The median cycle time")]


class StateCounts(Output):
    """How many tasks were in each state when a day ended."""

    day: Day
    backlog: Count
    todo: Count
    doing: Count
    review: Count
    done: Count


class Percentiles(Output):
    """By nearest rank: `p85` means that 85 % took so long or less."""

    count: Count
    p50: Days
    p85: Days
    p95: Days


class FinishedTask(Output):
    """How long a task took."""

    key: Annotated[str, Field(examples=["WEB-12"])]
    completed_on: Day
    cycle_days: Days
    lead_days: Days


class StateTime(Output):
    """How long a finished task was in a state, on average."""

    state: State
    days: Days
    days_before: Annotated[Days, Field(description="In the period before")]


class ColumnTime(Output):
    """A column, and how long tasks stayed in it."""

    project: Annotated[str, Field(examples=["WEB"])]
    column: Annotated[str, Field(examples=["In review"])]
    category: State
    limit: Annotated[int | None, Field(examples=[4])]
    now: Count
    time: Percentiles


class AgeingTask(Output):
    """An open task that has been in its column for longer than 85 % of the stays that ended there."""

    key: Annotated[str, Field(examples=["WEB-31"])]
    title: Annotated[str, Field(examples=["Accessibility statement"])]
    column: Annotated[str, Field(examples=["In review"])]
    category: State
    assignees: list[Named]
    days: Days
    usual_days: Annotated[Days, Field(description="85 % of the stays there were as short as that")]


class Load(Output):
    """The open tasks of a member, without those in the backlog."""

    member: Named
    open: Count
    todo: Count
    doing: Count
    review: Count
    overdue: Count
    estimate: Annotated[float | None, Field(examples=[8], description="The sum of their estimates")]


class Chance(Output):
    """A day by which the work is done with that chance."""

    percent: Annotated[int, Field(examples=[85])]
    day: Day


class Forecast(Output):
    """When so many tasks will be done, drawn from the days of the period. The same data gives the same answer."""

    items: Annotated[int, Field(ge=0, examples=[19], description="How many tasks it is about")]
    history_days: Count
    finished: Annotated[int, Field(ge=0, examples=[104], description="How many tasks were finished on those days")]
    trials: Annotated[int, Field(ge=0, examples=[10000])]
    days: list[Chance]
    obstacle: Annotated[
        Literal["nothing_open", "too_little_history", "too_far"] | None, Field(description="Why there are no `days`")
    ]


class Insight(Output):
    """The most important finding."""

    headline: Annotated[str, Field(examples=["Delivery is speeding up."])]
    detail: Annotated[str, Field(examples=["Half of all tasks finish within 2.4 days, down from 3.4 days."])]
    link: Annotated[str, Field(examples=["See every finished task"])]
    anchor: Annotated[str, Field(examples=["cycle-times"], description="The chart that shows more of it")]


class Meaning(Output):
    """What a word of the report means."""

    word: Annotated[str, Field(examples=["Cycle time"])]
    meaning: Annotated[str, Field(examples=["From the first time that a task was in progress until it was completed."])]


class Report(Output):
    """How work flows, how long it takes, who has how much, and when the rest may be done."""

    period: Stretch
    as_of: Annotated[Moment | None, Field(description="What happened later is counted within a minute")]
    is_enough: Annotated[bool, Field(description="False while too few tasks are finished to draw anything from")]
    insight: Insight | None
    totals: Totals
    totals_before: Annotated[Totals, Field(description="As many days right before the period")]
    flow: list[StateCounts]
    throughput: list[Slice]
    cycle_time: Percentiles
    cycle_time_before: Percentiles
    lead_time: Percentiles
    lead_time_before: Percentiles
    finished: Annotated[list[FinishedTask], Field(description="400 at most: the slowest, and others by chance")]
    time_in_states: list[StateTime]
    columns: list[ColumnTime]
    ageing: list[AgeingTask]
    ageing_total: Count
    workload: list[Load]
    unassigned: Annotated[int, Field(ge=0, description="Open tasks of nobody")]
    open: Count
    forecast: Forecast
    definitions: list[Meaning]


class ProjectFigures(Output):
    """A project in the report of its workspace."""

    id: Id
    key: Annotated[str, Field(examples=["WEB"])]
    name: Annotated[str, Field(examples=["Website relaunch"])]
    hue: HueName
    completed: Count
    completed_before: Count
    created: Count
    open: Count
    overdue: Count


class WorkspaceReport(Report):
    """The same for all projects that you see and that are not archived."""

    projects: list[ProjectFigures]


class ChartTable(Output):
    """A chart as a table."""

    name: Annotated[str, Field(examples=["throughput"])]
    columns: Annotated[list[str], Field(examples=[["From", "To", "Completed"]])]
    rows: Annotated[
        list[list[str | int | float | None]],
        Field(examples=[[["2026-11-23", "2026-11-28", 6]]], description="As many values in each as there are columns"),
    ]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The table as it was built."""
        return dict(row)
