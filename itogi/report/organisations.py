"""Short names of organisations for the reports, from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def organisation_names() -> Mapping[str, Mapping[str, str]]:
    """``{"CSTO": {"en": "CSTO", "ru": "ОДКБ"}, …}``: the code, and the first abbreviation in Cyrillic."""
    from itogi.language.lexicon import organisations

    return {
        code: {"en": code, "ru": _russian(found.abbreviations) or found.names.get("ru", code)}
        for code, found in organisations().items()
    }


def _russian(abbreviations: Iterable[str]) -> str | None:
    return next((name for name in abbreviations if _CYRILLIC.search(name)), None)
