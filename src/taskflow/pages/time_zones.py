"""The time zones that a person may choose, by region. Pure."""

from functools import cache
from zoneinfo import available_timezones

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def list_time_zones() -> dict[str, list[str]]:
    """IANA names by region; the old names that the database only keeps as links are left out by their form."""
    zones: dict[str, list[str]] = {"World": ["UTC"]}
    for region in _REGIONS:
        zones[region] = sorted(name for name in available_timezones() if name.startswith(f"{region}/"))
    return zones
