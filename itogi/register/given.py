"""What people give to ask with: days of three precisions, countries by their names."""

from __future__ import annotations

from datetime import date

from itogi.errors import UsageError
from itogi.model.letters import without_yo
from itogi.model.values import country_names, date_range, is_country


def day_given(text: str | None, where: str, *, last: bool) -> date | None:
    """The first or last day of a year, a month or a day; nothing where nothing is given.

    Raises:
        UsageError: it is none of these; ``where`` names the option or field.
    """
    if not text:
        return None
    days = date_range(text)
    if days is None:
        raise UsageError(f"{text!r} is no date", where=where, remedy="give 2024, 2024-11 or 2024-11-28")
    return days[last]


def country_given(text: str | None, where: str) -> str | None:
    """The code of a country, given as code or by its name in English or Russian.

    Raises:
        UsageError: there is no such country.
    """
    if not text:
        return None
    if is_country(text.upper()):
        return text.upper()
    wanted = without_yo(text.casefold())
    for code, names in country_names().items():
        if wanted in names:
            return code
    raise UsageError(f"there is no country {text!r}", where=where, remedy="give its code (KZ) or its name")
