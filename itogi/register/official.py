"""Official sources: those that speak for a state or an organisation itself, by address or name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from itogi.errors import DataError
from itogi.model.data import load_yaml


@cache
def _rules() -> tuple[tuple[str, ...], re.Pattern[str]]:
    path = Path(__file__).parent / "official.yml"
    data = load_yaml(path)
    hosts, outlets = data["hosts"], data["outlets"]
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
            raise DataError(f"{host!r} is no host name", where=str(path), remedy="write it as in kremlin.ru")
    # An abbreviation is a word by itself: "МИД", not "Мидии".
    begun = "|".join(re.escape(w) for w in outlets if not w.isupper())
    whole = "|".join(re.escape(w) for w in outlets if w.isupper())
    return tuple(hosts), re.compile(rf"(?<!\w)(?:(?i:{begun})|(?:{whole})(?!\w))")


@lru_cache(maxsize=4096)
def is_official(outlet: str | None, url: str | None) -> bool:
    """Whether an article comes from a state or an organisation, and not from the press.

    Args:
        outlet: the name of the outlet, or a host name that stands for it.
        url: the address of the article.
    """
    hosts, outlets = _rules()
    for text in (url or "", outlet or ""):
        host = (urlsplit(text).hostname if "//" in text else text.strip().lower().split("/")[0]) or ""
        if any(host == known or host.endswith("." + known) for known in hosts):
            return True
    return bool(outlet and outlets.search(outlet))
