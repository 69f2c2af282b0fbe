"""What a task may say of how much work it is and of when it comes again."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from taskflow.tasks.recurrence import MAX_LENGTH, normalise_rule
from taskflow.tasks.rule_parts import RuleError

LARGEST_ESTIMATE = 99_999
_TEXT = re.compile(r"[0-9]{1,5}([.,][0-9]{1,9})?")
_CENT = Decimal("0.01")


def _estimate(value: object, given: ValidationInfo) -> Decimal:
    """Two decimals are kept: JSON has no exact ones, so that more of them say nothing. A form has texts only."""
    if given.mode == "python" and isinstance(value, str) and _TEXT.fullmatch(value.strip()):
        value = Decimal(value.strip().replace(",", "."))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        try:
            number = Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)
        except InvalidOperation:
            number = Decimal(-1)
        if 0 <= number <= LARGEST_ESTIMATE:
            return abs(number)
    raise PydanticCustomError("estimate", f"must be a number from 0 to {LARGEST_ESTIMATE}")


def _rule(value: str) -> str:
    try:
        return normalise_rule(value)
    except RuleError as error:
        raise PydanticCustomError(
            "recurrence_rule", "must be a recurrence rule: {wrong}", {"wrong": str(error)}
        ) from None


Estimate = Annotated[
    Decimal,
    PlainValidator(_estimate),
    Field(examples=[3], description="How much work it is, in the unit that the team uses; two decimals are kept"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_ESTIMATE}),
]
Recurrence = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_LENGTH),
    AfterValidator(_rule),
    Field(
        examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
        description="An RFC 5545 RRULE by days, weeks, months or years; it counts from when the task is due",
    ),
]
