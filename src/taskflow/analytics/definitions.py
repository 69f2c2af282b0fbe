"""What every figure means: the numbers that the code goes by, and the sentences that pages and the API show. Pure."""

from dataclasses import dataclass

# Categories of columns from left to right, and those in which somebody works on a task.
CATEGORIES = ("backlog", "todo", "doing", "review", "done")
STARTED = ("doing", "review")
# Where the time of a finished task goes, from ready to done; what is open there is somebody's load.
SPENT = ("todo", "doing", "review")
# Where a task was before its first recorded move, when nothing tells: the first of these that the board has.
ASSUMED_FIRST = ("todo", "backlog", "doing", "review")

PERCENTILES = (50, 85, 95)
LEAST_FINISHED = 5  # fewer finished tasks tell nothing
COMFORTABLE_LOAD = 6  # open tasks of a person
TRIALS = 10_000
LEAST_FORECAST_DAYS = 14
LEAST_FORECAST_FINISHED = 10
MOST_FORECAST_DAYS = 730
MOST_DOTS = 400  # of a scatter; the slowest are always among them
MOST_AGEING = 8


@dataclass(frozen=True, slots=True)
class Definition:
    """A word of the charts and what it means."""

    word: str
    meaning: str


DEFINITIONS = (
    Definition(
        "Days",
        "Calendar days, weekends and holidays included, in the time zone of the workspace. Weeks begin on Monday.",
    ),
    Definition(
        "Lead time",
        "From the moment a task was created until it was completed. A task that was created in a done column counts"
        " as completed, and has neither a lead nor a cycle time.",
    ),
    Definition(
        "Cycle time",
        "From the first time a task entered a column of the kind In progress or In review until it was completed. Work"
        " that went straight to done has no cycle time.",
    ),
    Definition(
        "Reopened tasks",
        "A reopened task is not completed any more. When it is completed again, that is the day that counts, and both"
        " clocks have run on from its first day.",
    ),
    Definition(
        "States",
        "A column counts as what it is now: when its kind is changed, the past is told anew. A deleted column counts"
        " as what it was last.",
    ),
    Definition(
        "Trash",
        "A task in the trash counts nowhere, not even in the past. Taken out again, it counts as if it had never been"
        " away; deleted for good, it stays out.",
    ),
    Definition(
        "Other projects",
        "A task that moved from another project counts there until it left, and here from then on. It is completed"
        " where it was completed last, and its clocks run on from its first day.",
    ),
    Definition(
        "Archived projects",
        "An archived project keeps its own charts, and counts no more in those of the workspace.",
    ),
    Definition(
        "On time",
        "Completed by the due date that the task has now: a day counts until it ends in the workspace's time zone."
        " Tasks without a due date are left out.",
    ),
    Definition(
        "Percentiles",
        "By nearest rank: 85 % within 5 days means that of the finished tasks, put in order, the one at 85 % took 5"
        " days. It is always the time of a task that there was.",
    ),
    Definition(
        "Needs a nudge",
        "Open tasks that have been in their present column longer than 85 % of the stays that ended there in the"
        " period.",
    ),
    Definition(
        "Forecast",
        f"{TRIALS:,} trials: each draws days at random from those of the period, as many tasks finished as then, until"
        " as many are finished as are open now. It supposes that the coming weeks are like the past ones and that"
        " nothing is added. The same data always gives the same answer.",
    ),
    Definition(
        "Without a history",
        "Of a task whose moves were not recorded, the charts know only when it was created and completed: until then"
        " it counts as to do.",
    ),
)  # fmt: skip
