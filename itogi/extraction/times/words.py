"""The words and patterns of ``patterns/times.yml``, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from itogi.errors import DataError
from itogi.model.data import load_yaml
from itogi.model.letters import without_yo

PATH = Path(__file__).parents[1] / "patterns" / "times.yml"
# Classes that the tokenizer gives by shape and not by word.
SHAPES = (
    *("num", "n2", "big", "numo", "n2o", "year", "yearo", "yearalone"),
    *("decade", "decadefull", "date", "clock", "roman"),
)
PLAIN = ("monthcap", "word", "capital", "misc", "stop")
# How a form is resolved: each has its method in resolve.py, but for the last three, which have no date.
KINDS = frozenset(
    (
        *("day", "listed day", "number", "month", "months", "quarter", "season", "year", "years", "decade"),
        *("deictic", "eve", "weekday", "unit", "ago", "shift", "same", "next day"),
        *("clock", "duration", "repeated"),
    )
)
_SECTIONS = ("endings", "numbers", "words", "fragments", "patterns", "tense", "eve")
_PIECE = re.compile(r"([a-z]\w*)=\(([\w|]+)\)|([a-z]\w*)=(\w+)|([A-Z][A-Z\d]*)|([a-z]\w*)|(\()(?!\?)|(\s+)")

Classes = Mapping[str, Any]
"""What a token is: the classes it belongs to, each with its value."""


Fail = Callable[[str], NoReturn]
"""Raises a DataError that names the file."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern over classes of tokens, with examples that it must and must not match."""

    name: str
    kind: str
    regex: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tense:
    """Words by which a sentence tells past from future."""

    window: int
    comma: int
    known: Mapping[str, str]
    past_ending: re.Pattern[str]
    participles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eve:
    """When "накануне" stands before what it is the eve of."""

    genitive: tuple[str, ...]
    capitalised: tuple[str, ...]
    subject: tuple[str, ...]
    subject_verb: tuple[str, ...]
    free: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything that the file holds, ready for use."""

    words: Mapping[str, Classes]
    abbreviations: frozenset[str]
    dotted: tuple[str, ...]
    suffixes: Mapping[str, frozenset[str]]
    patterns: tuple[Pattern, ...]
    tense: Tense
    eve: Eve
    codes: Codes


class Codes:
    """Gives each set of classes one character, so that patterns over tokens are plain regular expressions."""

    def __init__(self) -> None:
        self._of: dict[frozenset[str], str] = {}

    def code(self, classes: frozenset[str]) -> str:
        """The character of a set of classes."""
        # From U+0100 upwards: no character there means anything in a regular expression.
        return self._of.setdefault(classes, chr(0x100 + len(self._of)))

    def having(self, name: str) -> str:
        """All characters whose classes hold ``name``."""
        return "".join(char for classes, char in self._of.items() if name in classes)


def fold(word: str) -> str:
    """Lower case, with ё as е."""
    return without_yo(word.lower())


@cache
def load(path: Path = PATH) -> Words:
    """The words and patterns of a file.

    Raises:
        DataError: the file is missing, no YAML, or breaks the rules written at its head.
    """
    data = load_yaml(path)
    fail = _failure(path)
    if not isinstance(data, dict) or set(data) != set(_SECTIONS):
        fail(f"the sections must be {', '.join(_SECTIONS)}")
    try:
        return _build(data, fail)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"a section has the wrong form ({error})", where=str(path), remedy="mend the section"
        ) from error


def _failure(path: Path) -> Fail:
    def fail(problem: str) -> NoReturn:
        raise DataError(problem, where=str(path), remedy="mend the entry")

    return fail


def _build(data: Mapping[str, Any], fail: Fail) -> Words:
    endings = {name: fold(ends).split(" ") for name, ends in data["endings"].items()}
    words, abbreviations = _words(data["words"], endings, fail)
    codes = Codes()
    for classes in words.values():
        codes.code(frozenset(classes))
    suffixes = {name: frozenset(fold(s) for s in some) for name, some in data["numbers"].items()}
    if set(suffixes) != {"ordinal", "decade", "yearlike"}:
        fail("numbers must hold ordinal, decade and yearlike")
    _shapes(codes)
    return Words(
        words=words,
        abbreviations=abbreviations,
        dotted=tuple(w for w in words if "." in w.rstrip(".") and len(w) > 1),
        suffixes=suffixes,
        patterns=tuple(_patterns(data, codes, fail)),
        tense=_tense(data["tense"], endings, fail),
        eve=_eve(data["eve"]),
        codes=codes,
    )


def _forms(entry: str, endings: Mapping[str, list[str]], fail: Fail) -> Iterator[str]:
    for item in fold(entry).split():
        stem, slash, paradigm = item.partition("/")
        if not (stem and slash):
            yield item
        elif paradigm in endings:
            yield from (stem + end for end in endings[paradigm])
        else:
            fail(f"{item!r} names no paradigm of endings")


def _words(
    section: Mapping[str, Mapping[int, str]], endings: Mapping[str, list[str]], fail: Fail
) -> tuple[dict[str, dict[str, Any]], frozenset[str]]:
    words: dict[str, dict[str, Any]] = {}
    short: set[str] = set()
    for name, values in section.items():
        if name in SHAPES + PLAIN or not re.fullmatch("[a-z]+", name):
            fail(f"words: {name!r} cannot name a class")
        for value, entry in values.items():
            if not isinstance(value, int):
                fail(f"words: {name}: {value!r} is no whole number")
            for form in _forms(entry, endings, fail):
                word = form.rstrip(".") or form
                if word != form:
                    short.add(word)
                if words.setdefault(word, {}).setdefault(name, value) != value:
                    fail(f"words: {name}: {word!r} has two values")
    return words, frozenset(short)


def _shapes(codes: Codes) -> None:
    """Register the sets of classes that the tokenizer may give by shape."""
    sets = [*SHAPES, *PLAIN, "num roman", "numo decade", "n2o decade", "yearo yearalone", "decade decadefull"]
    sets += ["yearo decade decadefull"]
    for some in sets:
        codes.code(frozenset(some.split()))


def _patterns(data: Mapping[str, Any], codes: Codes, fail: Fail) -> Iterator[Pattern]:
    known = frozenset(data["words"]) | frozenset(SHAPES + PLAIN)
    for row in data["patterns"]:
        if set(row) != {"name", "kind", "match", "hits", "misses"} or not row["misses"]:
            fail(f"patterns: {row.get('name')!r} must have name, kind, match, hits and misses")
        if row["kind"] not in KINDS:
            fail(f"patterns: {row['name']}: {row['kind']!r} is no kind")
        source = translate(row["match"], data["fragments"], known, codes, fail)
        try:
            regex = re.compile(source)
        except re.error as error:
            fail(f"patterns: {row['name']}: {error}")
        yield Pattern(row["name"], row["kind"], regex, tuple(row["hits"]), tuple(row["misses"]))


def translate(
    match: str,
    fragments: Mapping[str, str],
    known: frozenset[str],
    codes: Codes,
    fail: Fail,
) -> str:
    """A pattern of the file as a regular expression over codes; a group named twice gets a numbered name."""
    seen: dict[str, int] = {}

    def chars(name: str) -> str:
        if name not in known:
            fail(f"patterns: {match!r}: {name!r} is no class")
        return f"[{codes.having(name)}]"

    def group(name: str, body: str) -> str:
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}__{seen[name]}>{body})"

    def piece(found: re.Match[str]) -> str:
        many, of, one, cls, upper, lower, opened, space = found.groups()
        if many:
            return group(many, "|".join(chars(c) for c in of.split("|")))
        if one:
            return group(one, chars(cls))
        if upper:
            fail(f"patterns: {match!r}: {upper} is no fragment")
        return chars(lower) if lower else ("(?:" if opened else "" if space else found.group())

    def fragment(found: re.Match[str]) -> str:
        return fragments.get(found.group(), found.group())

    return _PIECE.sub(piece, re.sub(r"[A-Z][A-Z\d]*", fragment, match))


def _tense(section: Mapping[str, Any], endings: Mapping[str, list[str]], fail: Fail) -> Tense:
    known: dict[str, str] = {}
    # The later list wins: a word that is no verb stays none, and one that only reports tells nothing.
    for name in ("past", "future", "auxiliary", "not_verbs", "reporting"):
        known |= dict.fromkeys(_forms(section[name], endings, fail), name)
    ends = "|".join(sorted(set(fold(section["past_endings"]).split()), key=len, reverse=True))
    return Tense(
        window=int(section["window"]),
        comma=int(section["comma"]),
        known=known,
        past_ending=re.compile(rf"\w\w(?:{ends})\Z"),
        participles=tuple(_forms(section["participles"], endings, fail)),
    )


def _eve(section: Mapping[str, str]) -> Eve:
    return Eve(
        genitive=tuple(fold(section["genitive"]).split()),
        capitalised=tuple(fold(section["capitalised"]).split()),
        subject=tuple(fold(section["subject"]).split()),
        subject_verb=tuple(fold(section["subject_verb"]).split()),
        free=frozenset(fold(section["free"]).split()),
    )
