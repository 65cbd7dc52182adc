"""The texts of the pages that want a translation, and the catalogues that hold them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from itogi.web.settings import FOLDER
from itogi.web.translations import sources

_KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip


@cache
def used() -> dict[str, str]:
    """Texts in templates and code, each with the file and line of one place."""
    found: dict[str, str] = {}
    for path in sorted([*FOLDER.rglob("*.html"), *FOLDER.rglob("*.py")]):
        for line, message, *_ in extract("python", io.BytesIO(_source(path)), _KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            found.setdefault(text, f"{path.relative_to(FOLDER)}:{line}")
    return found


def _source(path: Path) -> bytes:
    text = path.read_text("utf-8")
    if path.suffix == ".html":  # Django turns a template into code with calls of gettext, indented as it was
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return text.encode()


def catalogue(language, twice=lambda text: None) -> dict:
    """Texts with file and message; ``twice`` is told of a text that two entries translate."""
    found = {}
    for path in sources()[language]:
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    text = message.id[0] if isinstance(message.id, tuple) else message.id
                    if text in found:
                        twice(f"{text!r} in {found[text][0]} and {path.name}")
                    found[text] = (path.name, message)
    return found
