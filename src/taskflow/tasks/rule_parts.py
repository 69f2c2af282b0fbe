"""The parts of a recurrence rule: what each may say, and what stands against which. Pure."""

import re
from datetime import datetime

# In the order in which a rule is written.
PARTS = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "COUNT", "UNTIL", "WKST")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBERS = {"INTERVAL": 99, "COUNT": 999}
_LISTS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYSETPOS": 366}
_BY = {"BYMONTH", "BYMONTHDAY", "BYDAY"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What is said by leaving the part out.
DEFAULTS = {"INTERVAL": "1", "WKST": "MO"}
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_INTEGER = re.compile(r"[+-]?[0-9]{1,4}")
_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")


class RuleError(ValueError):
    """What is wrong with a rule: the `part`, and a sentence about it that follows the part's name."""

    def __init__(self, part: str, detail: str) -> None:
        super().__init__(f"{part} {detail}")
        self.part, self.detail = part, detail


def read_parts(text: str) -> dict[str, str]:
    """The values of a rule by the names of its parts, as they are written. Raises RuleError."""
    parts: dict[str, str] = {}
    for item in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, sign, value = item.partition("=")
        if not sign or not value:
            raise RuleError(name or "the rule", "must be written NAME=VALUE, such as FREQ=WEEKLY;BYDAY=MO")
        if name in parts:
            raise RuleError(name, "is given twice")
        if name not in PARTS:
            raise RuleError(name[:20], f"is not supported: use {', '.join(PARTS)}")
        parts[name] = value
    return parts


def read_part(name: str, value: str) -> str:
    """The value in its one spelling. Raises RuleError."""
    if name == "FREQ":
        if value not in _FREQUENCIES:
            raise RuleError(name, f"must be one of {', '.join(_FREQUENCIES)}")
        return value
    if name in _NUMBERS:
        return str(_read_number(name, value, 1, _NUMBERS[name]))
    if name == "UNTIL":
        return _read_until(value)
    if name == "WKST":
        return _read_first_weekday(value)
    if name == "BYDAY":
        return _join(name, sorted((_read_weekday(item) for item in value.split(",")), key=_place))
    low = 1 if name == "BYMONTH" else -_LISTS[name]
    return _join(
        name,
        [str(number) for number in sorted(_read_number(name, item, low, _LISTS[name]) for item in value.split(","))],
    )


def check_together(rule: dict[str, str]) -> None:
    """Pass, or raise RuleError for parts that do not go together."""
    frequency = rule.get("FREQ")
    if frequency is None:
        raise RuleError("FREQ", f"is required: one of {', '.join(_FREQUENCIES)}")
    if "COUNT" in rule and "UNTIL" in rule:
        raise RuleError("UNTIL", "does not go with COUNT: use one of them")
    if "BYSETPOS" in rule and not _BY & set(rule):
        raise RuleError("BYSETPOS", "needs BYDAY, BYMONTHDAY or BYMONTH to choose from")
    if "BYSETPOS" in rule and frequency == "DAILY":
        raise RuleError("BYSETPOS", "does not go with FREQ=DAILY: a day has nothing to choose from")
    if "BYMONTHDAY" in rule and frequency == "WEEKLY":
        raise RuleError("BYMONTHDAY", "does not go with FREQ=WEEKLY")
    _check_ordinals(rule, frequency)
    _check_days_of_months(rule)


def _check_ordinals(rule: dict[str, str], frequency: str) -> None:
    ordinals = [abs(int(item[:-2])) for item in rule.get("BYDAY", "").split(",") if len(item) > 2]
    if ordinals and frequency not in {"MONTHLY", "YEARLY"}:
        raise RuleError("BYDAY", "may have a number such as 1MO only with FREQ=MONTHLY or FREQ=YEARLY")
    largest = 5 if frequency == "MONTHLY" or "BYMONTH" in rule else 53
    if ordinals and max(ordinals) > largest:
        raise RuleError("BYDAY", f"may have numbers from -{largest} to {largest}")


def _check_days_of_months(rule: dict[str, str]) -> None:
    """A rule that never comes would be searched for until the end of the calendar."""
    if "BYMONTH" not in rule or "BYMONTHDAY" not in rule:
        return
    longest = max(_LONGEST[int(month) - 1] for month in rule["BYMONTH"].split(","))
    if all(abs(int(day)) > longest for day in rule["BYMONTHDAY"].split(",")):
        raise RuleError("BYMONTHDAY", f"must be a day that the months have: {longest} at most")


def _read_number(name: str, text: str, low: int, high: int) -> int:
    number = int(text) if _INTEGER.fullmatch(text) else 0
    if number == 0 or not low <= number <= high:
        raise RuleError(name, f"must be a whole number from {low} to {high}" + (" but not 0" if low < 0 else ""))
    return number


def _read_weekday(text: str) -> str:
    match = _WEEKDAY.fullmatch(text)
    if match is None or (match[1] and int(match[1]) == 0):
        raise RuleError("BYDAY", "must hold weekdays such as MO or -1FR")
    return f"{int(match[1])}{match[2]}" if match[1] else match[2]


def _read_first_weekday(text: str) -> str:
    if text not in WEEKDAYS:
        raise RuleError("WKST", f"must be one of {', '.join(WEEKDAYS)}")
    return text


def _place(item: str) -> tuple[int, int]:
    return int(item[:-2] or 0), WEEKDAYS.index(item[-2:])


def _read_until(text: str) -> str:
    if _UNTIL.fullmatch(text):
        pattern = "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d"
        try:
            moment = datetime.strptime(text.removesuffix("Z"), pattern)  # noqa: DTZ007  only checked here
        except ValueError:
            moment = datetime.min  # noqa: DTZ901  before every year that is let through
        if 1900 <= moment.year <= 2999:
            return text
    raise RuleError("UNTIL", "must be a day or a moment such as 20261231 or 20261231T170000Z")


def _join(name: str, items: list[str]) -> str:
    if len(set(items)) != len(items):
        raise RuleError(name, "names something twice")
    return ",".join(items)
