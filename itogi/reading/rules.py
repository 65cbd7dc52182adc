"""The rules that tell page furniture, read from ``outlets/*.yml``.

A file holds ``outlet`` (its name), ``recognise`` (names and hosts that choose it; generic.yml has
none and always applies), ``macros`` (``%name%`` in patterns) and ``rules``. A rule:

* ``id``, ``about``;
* ``action``: ``line`` (the line goes), ``tail`` (the end of the line goes), ``rest`` (the line and the
  links below it go), ``block`` (the line, the one before it if it fits ``before``, and ``takes`` lines
  after it go, where that comes ``least`` times running);
* ``phrases`` (whole lines) and ``pattern`` (a regular expression for the whole line, or for its end);
  ``guard`` is a second expression that must be found in the line as well;
* ``where``: ``any``, ``ends`` (above the first or below the last paragraph), ``last`` (the last
  paragraph, when furniture follows it);
* ``strong``: fits sentences too; other rules leave alone what looks like one;
* ``drops``, ``keeps``: examples and counter-examples; a test holds every rule to its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from itogi.errors import DataError
from itogi.model.data import LINE, parsed
from itogi.model.letters import YE, YO

FOLDER = Path(__file__).with_name("outlets")
ACTIONS = ("line", "tail", "rest", "block")
PLACES = ("any", "ends", "last")
LONGEST = 340  # no line of furniture is longer; longer lines are not even looked at
_FOLD = str.maketrans(f"{YO}{YO.upper()}\xa0\u202f\u2009–—−", f"{YE}{YE.upper()}   ---")
_RULE_KEYS = {
    "id": str,
    "about": str,
    "action": str,
    "where": str,
    "strong": bool,
    "phrases": list,
    "pattern": str,
    "guard": str,
    "before": str,
    "takes": int,
    "least": int,
    "drops": list,
    "keeps": list,
}
_FILE_KEYS = {"outlet": str, "recognise": list, "months": list, "macros": dict, "rules": list}
_SENTENCE_END = re.compile(r"[.!?…][\"»”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture; see the head of this module."""

    id: str
    action: str
    regex: re.Pattern[str]
    guard: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    where: str = "any"
    strong: bool = False
    takes: int = 0
    least: int = 1
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    def matches(self, line: str) -> bool:
        """Whether the folded ``line`` as a whole is furniture of this kind."""
        if len(line) > LONGEST or not self.regex.fullmatch(line):
            return False
        if self.guard and not self.guard.search(line):
            return False
        return self.strong or not is_sentence(line)

    def cut(self, line: str) -> int | None:
        """Where the furniture at the end of the folded ``line`` begins; None if there is none."""
        found = self.regex.search(line, max(0, len(line) - LONGEST))
        if not found or (self.guard and not self.guard.search(line, found.start())):
            return None
        return None if not self.strong and is_sentence(found["tail"]) else found.start()


@dataclass(frozen=True, slots=True)
class Outlet:
    """The rules of one file and the names that choose it."""

    name: str
    recognise: tuple[str, ...]
    rules: tuple[Rule, ...]
    months: tuple[str, ...] = ()


def fold(text: str) -> str:
    """The same text, letter for letter, with ё as е, long dashes as - and hard spaces as spaces."""
    return text.translate(_FOLD)


def is_sentence(line: str, least: int = 6) -> bool:
    """Whether a line looks like a full sentence: ``least`` words or more and a stop at its end."""
    return bool(_SENTENCE_END.search(line[-8:])) and len(line.split()) >= least


@cache
def all_outlets() -> tuple[Outlet, ...]:
    """Every outlet of the package, generic first."""
    loaded = [
        load_outlet(path)
        for path in sorted(FOLDER.glob("*.yml"), key=lambda p: (p.stem != "generic", p.name))
    ]
    return tuple(loaded)


def rules_for(*names: str | None, text: str = "") -> tuple[Rule, ...]:
    """The generic rules and those of every outlet that ``names`` or the foot of ``text`` name."""
    spoken = " ".join(name for name in names if name).casefold()
    lines = {line.strip().casefold() for line in text[-5000:].splitlines()}
    chosen: list[Rule] = []
    for outlet in all_outlets():
        marks = outlet.recognise
        if not marks or any(
            mark in spoken or any(line.endswith(f": {mark}") for line in lines) for mark in marks
        ):
            chosen.extend(outlet.rules)
    return tuple(chosen)


def load_outlet(path: Path) -> Outlet:
    """Read and check one file of rules.

    Raises:
        DataError: with file and line of the fault.
    """
    data = _load(path)
    _check(data, _FILE_KEYS, path)
    if "outlet" not in data:
        raise _fault(path, data, "the file names no outlet", "begin it with `outlet: name`")
    macros = _macros(path, data)
    rules: list[Rule] = []
    for entry in data.get("rules", []):
        if not isinstance(entry, dict):
            raise _fault(
                path, data, f"a rule is no mapping: {entry!r}", "write `- id: …` with its keys below"
            )
        rule = _rule(path, entry, macros)
        if any(other.id == rule.id for other in rules):
            raise _fault(path, entry, f"the id {rule.id!r} is used twice", "give each rule its own id")
        rules.append(rule)
    return Outlet(
        name=data["outlet"],
        recognise=tuple(mark.casefold() for mark in data.get("recognise", [])),
        rules=tuple(rules),
        months=tuple(data.get("months", [])),
    )


def _load(path: Path) -> dict[str, Any]:
    data = parsed(path, "WithLines")
    if not isinstance(data, dict):
        raise DataError("no mapping of keys", where=f"{path}:1", remedy="begin with `outlet: name`")
    return data


def _fault(path: Path, entry: Mapping[str, Any], problem: str, remedy: str) -> DataError:
    return DataError(problem, where=f"{path}:{entry.get(LINE, 1)}", remedy=remedy)


def _check(entry: Mapping[str, Any], keys: Mapping[str, type], path: Path) -> None:
    for key, value in entry.items():
        if key == LINE:
            continue
        if key not in keys:
            raise _fault(path, entry, f"unknown key {key!r}", f"use {', '.join(keys)}")
        if not isinstance(value, keys[key]):
            raise _fault(path, entry, f"key {key!r} must hold a {keys[key].__name__}", "correct its value")
        if isinstance(value, list) and key != "rules" and not all(isinstance(item, str) for item in value):
            raise _fault(
                path, entry, f"key {key!r} must hold strings only", "put its values in quotation marks"
            )


def _macros(path: Path, data: Mapping[str, Any]) -> dict[str, str]:
    own: dict[str, Any] = dict(data.get("macros", {}))
    own.pop(LINE, None)
    shared = {} if path.stem == "generic" else _generic_macros()
    macros = {**shared, **own}
    for name, value in own.items():
        macros[name] = _expand(path, data, value, macros)
    return macros


@cache
def _generic_macros() -> dict[str, str]:
    path = FOLDER / "generic.yml"
    return _macros(path, _load(path))


def _expand(path: Path, entry: Mapping[str, Any], pattern: str, macros: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in macros:
            raise _fault(path, entry, f"unknown macro %{found[1]}%", f"use {', '.join(macros)}")
        return macros[found[1]]

    return re.sub(r"%([a-z]+)%", value, pattern)


def _rule(path: Path, entry: dict[str, Any], macros: Mapping[str, str]) -> Rule:
    _check(entry, _RULE_KEYS, path)
    for key, allowed in (("action", ACTIONS), ("where", PLACES)):
        if entry.get(key, "any" if key == "where" else None) not in allowed:
            raise _fault(path, entry, f"key {key!r} must be one of {', '.join(allowed)}", "correct it")
    for key in ("id", "drops", "keeps"):
        if not entry.get(key):
            raise _fault(
                path, entry, f"a rule has no {key!r}", "add it: a rule carries its name and its examples"
            )
    parts = [re.escape(fold(phrase)) + r"[ .!:…]*" for phrase in entry.get("phrases", [])]
    if "pattern" in entry:
        parts.append(_expand(path, entry, entry["pattern"], macros))
    if not parts:
        raise _fault(path, entry, "a rule has neither 'phrases' nor 'pattern'", "add one of them")
    body = "|".join(parts)
    if entry["action"] == "tail":
        body = rf"(?<=[.!?…»\"”)])\s+(?P<tail>{body})$"
    return Rule(
        id=entry["id"],
        action=entry["action"],
        regex=_compile(path, entry, body, macros),
        guard=_compile(path, entry, entry["guard"], macros) if "guard" in entry else None,
        before=_compile(path, entry, entry["before"], macros) if "before" in entry else None,
        where=entry.get("where", "any"),
        strong=entry.get("strong", False),
        takes=entry.get("takes", 0),
        least=entry.get("least", 1),
        drops=tuple(entry["drops"]),
        keeps=tuple(entry["keeps"]),
    )


def _compile(
    path: Path, entry: Mapping[str, Any], pattern: str, macros: Mapping[str, str]
) -> re.Pattern[str]:
    try:
        return re.compile(_expand(path, entry, pattern, macros), re.IGNORECASE)
    except re.error as error:
        raise _fault(path, entry, f"a pattern is faulty: {error}", "repair the regular expression") from error
