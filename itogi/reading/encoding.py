"""Bytes to text: encodings are told apart by how Russian the letters look, never guessed through damage."""

from __future__ import annotations

import codecs
from functools import cache
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

from itogi.errors import InputError
from itogi.model.data import load_yaml

SINGLE_BYTE = ("windows-1251", "koi8-r", "iso-8859-5", "cp866")
SAMPLE = 65_536
RUSSIAN_ENOUGH = (
    5.5  # mean rank of letter pairs, 0 to 9: Russian news lie at 6.5 to 8, other readings below 5
)
CLEAR_LEAD = 0.8  # below this lead over the next candidate charset-normalizer is asked as well
TYPOGRAPHY = frozenset("–—‘’‚“”„†‡•…‰‹›«»№§°±¶·€™©®\xa0")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document (docx, xlsx, odt)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (doc, xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"AT&TFORM", "a DjVu document"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")


def decode(
    raw: bytes, *, where: str, declared: str | None = None, forced: str | None = None
) -> tuple[str, str]:
    """Decode ``raw`` and name the encoding; a byte order mark is left out of the text.

    Args:
        raw: the bytes as they lie in the file.
        where: the name of the input, for messages.
        declared: what the page says of itself; believed where it fits.
        forced: what the user says; no guess is made then.

    Raises:
        InputError: empty, binary, damaged, or in an encoding that cannot be told.
    """
    if not raw.strip():
        raise _empty(where)
    text, encoding = _decode(raw, where, declared, forced)
    if not text.strip():
        raise _empty(where)
    return text, encoding


def _decode(raw: bytes, where: str, declared: str | None, forced: str | None) -> tuple[str, str]:
    if forced:
        return _forced(raw, forced, where)
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, name, where)
    _refuse_binary(raw, where)
    wide = _utf16_by_pattern(raw)
    if wide and not any(ord(c) in _CONTROLS for c in raw[:SAMPLE].decode(wide, "ignore")):
        return _strict(raw, wide, where)
    _refuse_controls(raw, where)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(raw, error, where)
    return _single_byte(raw, declared, where)


def _empty(where: str) -> InputError:
    return InputError("the file is empty", where=where, remedy="save the report again, or leave the file out")


def _forced(raw: bytes, name: str, where: str) -> tuple[str, str]:
    try:
        known = codecs.lookup(name).name
        text = raw.decode(known)
    except UnicodeError as error:
        raise InputError(
            f"the file is not in the encoding {name!r}",
            where=where,
            remedy="leave the encoding out, it is detected",
        ) from error
    except (LookupError, ValueError) as error:
        raise InputError(
            f"{name!r} is no encoding that Python knows",
            where=where,
            remedy="name one such as utf-8 or windows-1251",
        ) from error
    return text.removeprefix("\ufeff"), known


def _strict(raw: bytes, name: str, where: str) -> tuple[str, str]:
    try:
        text = raw.decode(name)
    except UnicodeDecodeError as error:
        label = "UTF-8" if name.startswith("utf-8") else name.upper()
        raise _broken(label, error.start, where) from error
    return text, name


def _broken(label: str, offset: int, where: str) -> InputError:
    return InputError(
        f"the text is broken {label}: the first bad byte is at offset {offset}",
        where=where,
        remedy=f"export the file again, or repair that place in an editor and save as {label}",
    )


def _refuse_binary(raw: bytes, where: str) -> None:
    looks = next((what for magic, what in _MAGIC if raw.startswith(magic)), None)
    if looks is None and raw[4:8] == b"ftyp":
        looks = "a video"
    if looks:
        raise InputError(
            f"this is {looks}, not text", where=where, remedy="export its text as .txt (UTF-8) and read that"
        )


def _refuse_controls(raw: bytes, where: str) -> None:
    """NULs, or control characters beyond the stray one or two of an old export, mean no text."""
    sample = raw[:SAMPLE]
    controls = sum(byte in _CONTROLS for byte in sample)
    if b"\x00" in raw or controls > max(2, len(sample) // 200):
        raise InputError(
            "this is a binary file, not text",
            where=where,
            remedy="export its text as .txt (UTF-8) and read that",
        )


def _utf16_by_pattern(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is 0 (Latin, digits, spaces), 4 (Cyrillic) or 0x20 (dashes)."""
    sample = raw[: SAMPLE & ~1]
    if len(raw) % 2:
        return None
    half = len(sample) // 2
    for name, high, low in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        sure = high.count(b"\x00") + high.count(b"\x04")
        if sure > half // 2 and sure + high.count(b"\x20") >= 0.97 * half and low.count(b"\x00") * 50 <= half:
            return name
    return None


def _refuse_broken_utf8(raw: bytes, error: UnicodeDecodeError, where: str) -> None:
    """Refuse UTF-8 with some bad bytes: evidence must stand letter for letter in the source."""
    sample = raw[:SAMPLE].decode("utf-8", errors="replace")
    bad = sample.count("\ufffd")
    good = sum(ord(character) > 127 for character in sample) - bad
    if good > 4 * bad:
        raise _broken("UTF-8", error.start, where)


def _single_byte(raw: bytes, declared: str | None, where: str) -> tuple[str, str]:
    """The candidate that reads most like Russian; refused when none does."""
    readings = dict(_readings(raw, declared))
    scores = sorted(
        ((russian_likeness(text[:SAMPLE]), name) for name, text in readings.items()), reverse=True
    )
    if scores and scores[0][0] >= RUSSIAN_ENOUGH:
        best = _best(raw, scores)
        return readings[best], best
    western = readings.get("windows-1251")
    if western is not None and all(c in TYPOGRAPHY for c in western if ord(c) > 127):
        return western, "windows-1251"
    raise InputError(
        "the encoding cannot be told: in none of "
        + ", ".join(("utf-8", "utf-16", *SINGLE_BYTE))
        + " is this Russian",
        where=where,
        remedy="save the file as UTF-8, or name its encoding in the sidecar (key 'encoding')",
    )


def _readings(raw: bytes, declared: str | None) -> list[tuple[str, str]]:
    names = list(SINGLE_BYTE)
    if declared:
        try:
            known = codecs.lookup(declared).name
        except LookupError:
            known = ""
        if known and known not in {codecs.lookup(name).name for name in names}:
            names.append(known)
    found = []
    for name in names:
        try:
            found.append((name, raw.decode(name)))
        except (UnicodeError, LookupError):
            continue
    return found


def _best(raw: bytes, scores: list[tuple[float, str]]) -> str:
    """The leader; a second opinion from charset-normalizer where the lead is thin."""
    if len(scores) == 1 or scores[0][0] - scores[1][0] >= CLEAR_LEAD:
        return scores[0][1]
    close = {codecs.lookup(name).name: name for score, name in scores if scores[0][0] - score < CLEAR_LEAD}
    opinion = from_bytes(raw[:SAMPLE], cp_isolation=list(close)).best()
    told = codecs.lookup(opinion.encoding).name if opinion else ""
    return close.get(told, scores[0][1])


@cache
def _pairs() -> tuple[dict[str, int], dict[str, str]]:
    data = load_yaml(Path(__file__).with_name("letters.yml"))
    alphabet: str = data["alphabet"]
    ranks = {
        a + b: int(digit) for a, row in data["rows"].items() for b, digit in zip(alphabet, row, strict=True)
    }
    return ranks, data["fold"]


def russian_likeness(text: str) -> float:
    """The mean rank (0 to 9) of the letter pairs of ``text``; what is no Russian letter ranks 0."""
    ranks, fold = _pairs()
    total = count = 0
    for word in _words(text):
        folded = "".join(fold.get(c, c) for c in word.lower())
        odd = _is_odd(word)
        for pair in pairwise(f"_{folded}_"):
            total += 0 if odd else ranks.get("".join(pair), 0)
            count += 1
    return total / count if count else 0.0


def _is_odd(word: str) -> bool:
    """ "сЕБЕ", "cafй": a wrong encoding turns the case round inside words, or puts two alphabets into one."""
    return any(a.islower() and b.isupper() for a, b in pairwise(word)) or any(c.isascii() for c in word)


def _words(text: str) -> list[str]:
    """Words that are not all ASCII, and the rubbish that a wrong encoding makes of them."""
    letters = (c if c.isalpha() or (ord(c) > 127 and c not in TYPOGRAPHY) else " " for c in text)
    return [word for word in "".join(letters).split() if not word.isascii()]
