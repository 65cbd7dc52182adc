"""Sidecars: ``report.json`` beside ``report.txt`` gives outlet, address, date and title."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from itogi.errors import InputError

KEYS = ("id", "outlet", "url", "published", "title", "encoding")
MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says; all other keys of the file are left unread."""

    id: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    title: str | None = None
    encoding: str | None = None


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar at ``path``.

    Raises:
        InputError: it cannot be opened, is no JSON object, or a key holds what it cannot hold.
    """
    data = _load(path)
    values = {key: _text(data, key, path) for key in KEYS if key != "published"}
    published = _text(data, "published", path)
    return Sidecar(**values, published=_date(published, path) if published else None)


def _load(path: Path) -> dict[str, Any]:
    fix = "repair the sidecar (a JSON object with outlet, url, published, title), or delete it"
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"the sidecar cannot be opened ({error.strerror})",
            where=str(path),
            remedy="allow reading it, or delete it",
        ) from error
    if len(raw) > MAX_BYTES:
        raise InputError(f"the sidecar is larger than {MAX_BYTES:,} bytes", where=str(path), remedy=fix)
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"the sidecar is no JSON: {error.msg}, line {error.lineno} column {error.colno}",
            where=str(path),
            remedy=fix,
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"the sidecar is not UTF-8: bad byte at offset {error.start}",
            where=str(path),
            remedy="save it as UTF-8",
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(
            "the sidecar is nested too deep or holds a number too long", where=str(path), remedy=fix
        ) from error
    if not isinstance(data, dict):
        raise InputError("the sidecar is no JSON object", where=str(path), remedy=fix)
    return data


def _text(data: dict[str, Any], key: str, path: Path) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(
            f"key '{key}' of the sidecar holds {json.dumps(value)[:60]}, which is no string",
            where=str(path),
            remedy=f'write "{key}": "…" or delete the key',
        )
    return " ".join(value.split()) or None


def _date(value: str, path: Path) -> date:
    try:
        return parse_date(value)
    except ValueError as error:
        raise InputError(
            f"key 'published' of the sidecar holds {value[:60]!r}, which is no date",
            where=str(path),
            remedy='write it as "2024-11-28" or "2024-11-28T18:37:00+05:00", or delete the key',
        ) from error


def parse_date(value: str) -> date:
    """The day of an ISO date or date and time, as written (no time zone is applied)."""
    head = value.strip()
    try:
        return date.fromisoformat(head)
    except ValueError:
        return datetime.fromisoformat(head).date()
