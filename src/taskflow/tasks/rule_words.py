"""A recurrence rule as a sentence for people, such as `Every 2 weeks on Monday`. Pure."""

from datetime import date, datetime

from taskflow.tasks.rule_parts import WEEKDAYS, read_parts

_DAYS = dict(zip(WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_WORKDAYS = "MO,TU,WE,TH,FR"
_NAMED = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


def tell_rule(rule: str) -> str:
    """The sentence, without a full stop, of a rule as `normalise_rule` gives it."""
    parts = read_parts(rule)
    told = _tell_pace(parts)
    if parts["FREQ"] == "YEARLY" or "BYMONTH" in parts:
        told += _tell_months(parts)
    return told + _tell_days(parts) + _tell_end(parts)


def _tell_pace(parts: dict[str, str]) -> str:
    unit, interval = _UNITS[parts["FREQ"]], int(parts.get("INTERVAL", "1"))
    if interval > 1:
        return f"Every {interval} {unit}s"
    is_workday = parts["FREQ"] in {"DAILY", "WEEKLY"} and parts.get("BYDAY") == _WORKDAYS and "BYSETPOS" not in parts
    return "Every weekday" if is_workday else f"Every {unit}"


def _tell_months(parts: dict[str, str]) -> str:
    months = [f"{date(2000, int(number), 1):%B}" for number in parts.get("BYMONTH", "").split(",") if number]
    return f" in {_list(months)}" if months else ""


def _tell_days(parts: dict[str, str]) -> str:
    names = [_tell_weekday(item) for item in parts.get("BYDAY", "").split(",") if item]
    numbers = [_tell_number(int(item)) for item in parts.get("BYMONTHDAY", "").split(",") if item]
    if parts.get("BYDAY") == _WORKDAYS and not numbers:
        names = ["weekday"] if "BYSETPOS" in parts else [] if _tell_pace(parts) == "Every weekday" else ["weekdays"]
    chosen = [_tell_place(int(item)) for item in parts.get("BYSETPOS", "").split(",") if item]
    told = _list([*(f"the {number}" for number in numbers)])
    if names:
        told += (" if it is a " if told else "") + _list(names, "or" if told or chosen else "and")
    if chosen:
        told = (
            f"the {_list(chosen)} {told}" if names and not numbers else f"the {_list(chosen)} of {told or 'these days'}"
        )
    if parts["FREQ"] == "WEEKLY" and parts.get("WKST", "MO") != "MO":
        told += f"{' ' if told else ''}(weeks begin on {_DAYS[parts['WKST']]})"
    return f" on {told}" if told and not told.startswith("(") else f" {told}" if told else ""


def _tell_weekday(item: str) -> str:
    name = _DAYS[item[-2:]]
    return name if len(item) == 2 else f"the {_tell_place(int(item[:-2]))} {name}"


def _tell_place(number: int) -> str:
    if number > 0:
        return _NAMED.get(number) or _tell_number(number)
    return "last" if number == -1 else f"{_NAMED.get(-number) or _tell_number(-number)} last"


def _tell_number(number: int) -> str:
    if number < 0:
        return "last day" if number == -1 else f"{_NAMED.get(-number) or _tell_number(-number)} last day"
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _tell_end(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        return ", for the last time" if count == 1 else f", {count} times"
    if "UNTIL" in parts:
        day = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007  only its day is told
        return f", until {day.day} {day:%B} {day.year}"
    return ""


def _list(items: list[str], word: str = "and") -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)
