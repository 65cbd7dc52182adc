"""The catalogues of translations: ``locale/<language>/*.po``, a file for each part of the pages.

Django wants them compiled into one ``.mo`` a language. Compiled files are no part of the package: they
are made at the first start, into the user's cache folder, under a digest of what they are made of.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"


def sources() -> dict[str, list[Path]]:
    """The ``.po`` files by language."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return {folder.name: sorted(folder.glob("*.po")) for folder in folders}


def compiled() -> Path:
    """The folder for ``LOCALE_PATHS``, with compiled catalogues in it."""
    digest = sha256()
    for path in (path for paths in sources().values() for path in paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    folder = _cache() / f"locale-{digest.hexdigest()[:16]}"
    for language, paths in sources().items():
        target = folder / language / "LC_MESSAGES" / "django.mo"
        if not target.exists():
            _compile(language, paths, target)
    return folder


def _cache() -> Path:
    """The user's cache folder, or where that cannot be written, one of our own that lasts as long as we."""
    from platformdirs import user_cache_path

    folder = user_cache_path("itogi", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="itogi-locale-"))


def _compile(language: str, paths: list[Path], target: Path) -> None:
    """Merge and compile; written aside first, because another process may do the same."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    merged = Catalog(locale=language, fuzzy=False)
    for path in paths:
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    merged[message.id] = message
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as out:
        write_mo(out, merged)
    Path(out.name).replace(target)
