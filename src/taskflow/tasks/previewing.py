"""What a recurrence means, before a task has it: its sentence, and when it comes."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from taskflow.tasks.amounts import Recurrence
from taskflow.tasks.inputs import Dues
from taskflow.tasks.recurrence import Due, find_next
from taskflow.tasks.rule_words import tell_rule

Row = dict[str, Any]
MAX_SHOWN = 20


class RecurrencePreview(Dues):
    """A rule, and the due that it counts from."""

    rule: Recurrence
    count: Annotated[int, Field(ge=1, le=MAX_SHOWN, description="How many to show at most")] = 5

    @model_validator(mode="after")
    def _counts_from_a_due(self) -> Self:
        if self.due_date is None and self.due_at is None:
            raise PydanticCustomError("recurrence_without_due", "a recurrence counts from due_date or due_at")
        return self


def preview_recurrence(wanted: RecurrencePreview) -> Row:
    """The `rule` in its one spelling, its `sentence`, and in `following` when the tasks after this one are due.

    Pure.
    """
    found, due, rule = list[Due](), Due(wanted.due_date, wanted.due_at, wanted.due_zone), wanted.rule
    while len(found) < wanted.count and (following := find_next(rule, due)) is not None:
        due, rule = following.due, following.rule
        found.append(due)
    shown = [{"due_date": one.day, "due_at": one.at, "due_zone": one.zone} for one in found]
    return {"rule": wanted.rule, "sentence": tell_rule(wanted.rule), "following": shown}
