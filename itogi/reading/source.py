"""Where reports come from: files, folders, standard input. A bad one is named and the rest is read."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from itogi.errors import InputError
from itogi.model.article import Article, article_id, hash_bytes
from itogi.reading.encoding import decode
from itogi.reading.pieces import Reading
from itogi.reading.plain import read_plain
from itogi.reading.sidecar import Sidecar, read_sidecar

PLAIN = (".txt", ".md")
PAGES = (".html", ".htm")
SUFFIXES = PLAIN + PAGES
MAX_BYTES = 20_000_000
STDIN = "-"
_NOTES = ("readme",)  # what a folder says of itself is no report
_PAGE_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file with its sidecar, or standard input (``path`` is None)."""

    path: Path | None
    sidecar: Path | None = None

    @property
    def name(self) -> str:
        """The name for messages and for `Article.source`."""
        return STDIN if self.path is None else str(self.path)


def discover(paths: Iterable[str | os.PathLike[str]], *, recursive: bool = True) -> Iterator[Source]:
    """The sources under ``paths`` in a fixed order, each file once.

    Raises:
        InputError: at the first path that is missing, of another kind, or a folder without reports.
    """
    for found in _find(paths, recursive):
        if isinstance(found, InputError):
            raise found
        yield found


def read_all(
    paths: Iterable[str | os.PathLike[str]], *, recursive: bool = True, max_bytes: int = MAX_BYTES
) -> Iterator[Article | InputError]:
    """Read everything under ``paths``; what cannot be read comes as the error that says why."""
    for found in _find(paths, recursive):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield read_source(found, max_bytes=max_bytes)
        except InputError as error:
            yield error


def read_source(source: Source, *, max_bytes: int = MAX_BYTES, stdin: BinaryIO | None = None) -> Article:
    """Read one source into an article; its id is made of the hash of its raw bytes.

    What the sidecar says goes before what the page says of itself.

    Raises:
        InputError: the input or its sidecar cannot be read.
    """
    sidecar = read_sidecar(source.sidecar) if source.sidecar else Sidecar()
    raw = _read_bytes(source, max_bytes, stdin)
    suffix = source.path.suffix.lower() if source.path else ""
    return read_raw(raw, name=source.name, suffix=suffix, told=sidecar)


def read_raw(
    raw: bytes, *, name: str, suffix: str = "", told: Sidecar | None = None, declared: str | None = None
) -> Article:
    """The article of some bytes, from wherever they came.

    Args:
        raw: the bytes as they were found.
        name: for messages and for `Article.source`.
        suffix: that of such a file (``.html``, ``.md`` …); without one it shows from how the bytes begin.
        told: what is known of the report; it goes before what the page says of itself.
        declared: the encoding that whoever sent the bytes names; believed where it fits.

    Raises:
        InputError: they hold no report that can be read.
    """
    sidecar = told or Sidecar()
    page = _is_page(suffix, raw)
    meta = _META_CHARSET.search(raw[:4096]) if page else None
    text, encoding = decode(
        raw,
        where=name,
        declared=meta[1].decode("ascii") if meta else declared,
        forced=sidecar.encoding,
    )
    reading = _read(text, name, suffix, sidecar, page)
    digest = hash_bytes(raw)
    return Article(
        id=article_id(digest),
        text=reading.text,
        title=sidecar.title or reading.title,
        outlet=sidecar.outlet or reading.outlet,
        url=sidecar.url or reading.url,
        published=sidecar.published or reading.published,
        raw_hash=digest,
        source=name,
        encoding=encoding,
        segments=reading.segments,
    )


def _read(text: str, name: str, suffix: str, sidecar: Sidecar, page: bool) -> Reading:
    if page:
        from itogi.reading.page import read_page  # trafilatura takes a third of a second to import

        reading = read_page(text, where=name, title=sidecar.title, outlet=sidecar.outlet, url=sidecar.url)
    else:
        reading = read_plain(
            text, title=sidecar.title, outlet=sidecar.outlet, url=sidecar.url, markdown=suffix == ".md"
        )
    if not reading.text:
        raise InputError(
            "no text of a report is left when the furniture of the page is taken away",
            where=name,
            remedy="save the text of the report itself as .txt",
        )
    return reading


def _is_page(suffix: str, raw: bytes) -> bool:
    """HTML by its suffix, or by how it begins: pages are saved as .txt as well."""
    if suffix in PAGES:
        return True
    return bool(_PAGE_START.match(raw[:2000].removeprefix(b"\xef\xbb\xbf")))


def _read_bytes(source: Source, max_bytes: int, stdin: BinaryIO | None) -> bytes:
    try:
        if source.path is None:
            raw = (stdin or sys.stdin.buffer).read(max_bytes + 1)
        else:
            with source.path.open("rb") as file:
                raw = file.read(max_bytes + 1)
    except OSError as error:
        raise _cannot_open(source.name, error) from error
    if len(raw) > max_bytes:
        raise InputError(
            f"the input is larger than the limit of {max_bytes / 1e6:g} MB",
            where=source.name,
            remedy="split it into one file a report, or raise the limit",
        )
    return raw


_REASONS = {
    errno.ENOENT: (
        "there is no such file or folder",
        "check the path; it may have been moved while itogi was reading",
    ),
    errno.EACCES: (
        "permission to read it is denied",
        "allow reading it (chmod u+r), or run as a user who may",
    ),
    errno.EPERM: (
        "permission to read it is denied",
        "allow reading it (chmod u+r), or run as a user who may",
    ),
    errno.EISDIR: (
        "this is a folder, not a file",
        "name the reports in it, or the folder as a path of its own",
    ),
    errno.ELOOP: (
        "this symbolic link leads back to itself",
        "delete the link, or name the file it should lead to",
    ),
    errno.ENAMETOOLONG: (
        "the name is too long for this system",
        "check the path, or give the file a shorter name",
    ),
}


def _cannot_open(name: str, error: OSError) -> InputError:
    fallback = (
        f"it cannot be read ({error.strerror or error})",
        "check the disk or the network drive it lies on",
    )
    problem, remedy = _REASONS.get(error.errno or 0, fallback)
    return InputError(problem, where=name, remedy=remedy)


def _find(paths: Iterable[str | os.PathLike[str]], recursive: bool) -> Iterator[Source | InputError]:
    seen: set[str] = set()
    for given in paths:
        for found in _find_one(os.fspath(given), recursive):
            key = found.name if isinstance(found, Source) else ""
            key = os.path.realpath(key) if key not in {"", STDIN} else key
            if key and key in seen:
                continue
            seen.add(key)
            yield found


def _find_one(given: str, recursive: bool) -> Iterator[Source | InputError]:
    if given == STDIN:
        yield Source(None)
        return
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield (
            _cannot_open(given, error)
            if isinstance(error, OSError)
            else InputError("this is no path", where=repr(given), remedy="check the path")
        )
        return
    if stat.S_ISDIR(mode):
        yield from _find_in(path, recursive)
    elif path.suffix.lower() in SUFFIXES or not path.suffix:
        yield _with_sidecar(path)
    else:
        yield InputError(
            f"files of the kind {path.suffix!r} are not read",
            where=given,
            remedy=f"give {', '.join(SUFFIXES)}, a folder of them, or - for standard input",
        )


def _find_in(folder: Path, recursive: bool) -> Iterator[Source | InputError]:
    count = 0
    for found in _walk(folder, recursive, set()):
        count += 1
        yield found
    if not count:
        yield InputError(
            f"the folder holds no reports (looked for {', '.join(SUFFIXES)})",
            where=str(folder),
            remedy="name a folder with such files"
            + ("" if recursive else ", or look into its folders as well"),
        )


def _walk(folder: Path, recursive: bool, above: set[tuple[int, int]]) -> Iterator[Source | InputError]:
    """Files and folders by name; linked folders are entered too, but never one that we are in already."""
    try:
        status = folder.stat()
        inner = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield _cannot_open(str(folder), error)
        return
    here = above | {(status.st_dev, status.st_ino)}
    for path in inner:
        if path.name.startswith("."):
            continue
        try:
            status = path.stat()
        except OSError as error:
            if path.suffix.lower() in SUFFIXES:
                yield _cannot_open(str(path), error)
            continue
        if stat.S_ISDIR(status.st_mode):
            if recursive and (status.st_dev, status.st_ino) not in here:
                yield from _walk(path, recursive, here)
        elif path.suffix.lower() in SUFFIXES and path.stem.lower() not in _NOTES:
            yield _regular(path, status.st_mode)


def _regular(path: Path, mode: int) -> Source | InputError:
    if stat.S_ISREG(mode):
        return _with_sidecar(path)
    return InputError(
        "this is a pipe or a device, not a file", where=str(path), remedy="move it out of the folder"
    )


def _with_sidecar(path: Path) -> Source:
    sidecar = path.with_suffix(".json")
    return Source(path, sidecar if os.path.lexists(sidecar) else None)
