"""Takes the furniture of a page out of its lines: whole lines and ends of lines go, no letter is altered.

Every pass looks at the lines that the pass before has left, until nothing more goes: what is clean
stays as it is when it is cleaned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from itogi.reading.pieces import Piece, trim
from itogi.reading.rules import LONGEST, Rule, fold, is_sentence

PASSES = 12
BODY_WORDS = 5
LINK_WORDS = 25
BODY_SHARE = 0.7  # of the letters below a list of links, for the report to go on there


@dataclass(slots=True)
class _Line:
    piece: Piece
    text: str
    rule: Rule | None = None
    body: bool = False  # a paragraph of the report, as far as one line can tell
    fixed: bool = False  # the title, or a line of a wrapped paragraph: never judged alone

    @property
    def words(self) -> int:
        return len(self.text.split())


class _Lines(list[_Line]):
    """The lines of one pass, with what is asked of them often worked out once, from the last to the first."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        super().__init__(lines)
        count = len(self)
        self.next_text, self.next_body = [count] * (count + 1), [count] * (count + 1)
        self.letters, self.body_letters = [0] * (count + 1), [0] * (count + 1)  # from here to the end
        for index in range(count - 1, -1, -1):
            line, after = self[index], index + 1
            self.next_text[index] = index if line.text else self.next_text[after]
            self.next_body[index] = index if line.body else self.next_body[after]
            self.letters[index] = self.letters[after] + len(line.text)
            self.body_letters[index] = self.body_letters[after] + (len(line.text) if line.body else 0)


def strip_furniture(
    source: str, pieces: Sequence[Piece], rules: Sequence[Rule], *, title: str | None = None
) -> tuple[list[Piece], list[Piece]]:
    """The pieces of ``source`` that belong to the report, and those that do not, in their order.

    Args:
        source: the whole text.
        pieces: its lines.
        rules: as `rules.rules_for` gives them.
        title: a line that equals it is never taken for furniture.
    """
    kept, gone = list(pieces), list[Piece]()
    look = _Looker(source, rules, title)
    for _ in range(PASSES):
        cut = [_without_tail(source, piece, look.tails) for piece in kept]
        lines = look(cut)
        out = _links(lines)
        for rule in look.blocks:
            out |= _blocks(lines, rule)
        out |= _singles(lines, out)
        if not out and cut == kept:
            break
        gone.extend(cut[index] for index in out)
        kept = [piece for index, piece in enumerate(cut) if index not in out]
    return kept, sorted(gone, key=lambda piece: piece.start)


def _without_tail(source: str, piece: Piece, tails: Sequence[Rule]) -> Piece:
    if piece.start == piece.end:
        return piece
    start = max(piece.start, piece.end - LONGEST)
    end = fold(source[start : piece.end])
    for rule in tails:
        at = rule.cut(end)
        if at is not None:
            return trim(source, piece.start, start + at)
    return piece


class _Looker:
    """Looks at pieces as lines: which rule each fits, which is a paragraph of the report."""

    def __init__(self, source: str, rules: Sequence[Rule], title: str | None) -> None:
        self.source = source
        self.whole = [rule for action in ("rest", "line") for rule in rules if rule.action == action]
        self.tails = [rule for rule in rules if rule.action == "tail"]
        self.blocks = [rule for rule in rules if rule.action == "block"]
        self.title = " ".join(fold(title).split()) if title else None
        self.known: dict[str, Rule | None] = {}

    def __call__(self, pieces: Iterable[Piece]) -> _Lines:
        lines = [_Line(piece, fold(self.source[piece.start : piece.end])) for piece in pieces]
        for unit in _units(lines):
            sentence = is_sentence(" ".join(line.text for line in unit), BODY_WORDS)
            for line in unit:
                line.fixed = line.text == self.title or (len(unit) > 1 and sentence)
                line.rule = None if line.fixed else self._rule(line.text)
                line.body = sentence and line.rule is None
        return _Lines(lines)

    def _rule(self, text: str) -> Rule | None:
        if not text or len(text) > LONGEST:
            return None
        if text not in self.known:
            self.known[text] = next((rule for rule in self.whole if rule.matches(text)), None)
        return self.known[text]


def _units(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Paragraphs wrapped by hand: a line begins small where the one before did not end."""
    unit: list[_Line] = []
    for line in lines:
        going_on = unit and line.text[:1].islower() and unit[-1].text[-1:] not in {"", *'.!?…:;»"'}
        if unit and not going_on:
            yield unit
            unit = []
        unit.append(line)
    if unit:
        yield unit


def _links(lines: _Lines) -> set[int]:
    """Headings such as "read also" with the links below them."""
    out: set[int] = set()
    for index, line in enumerate(lines):
        if line.rule and line.rule.action == "rest" and index not in out:
            out.update(range(index, _end_of_links(lines, index, line.rule)))
    return out


def _end_of_links(lines: _Lines, marker: int, rule: Rule) -> int:
    """The number of the first line below ``marker`` that is the report again; all lines, if none is."""
    if rule.strong:
        return len(lines) if lines.next_body[0] < marker else marker + 1
    text = lines[marker].text
    link_inside = text.rstrip(" .!:…>").count(" ") > 2 or ": " in text
    start = marker + 1
    if not link_inside:  # a bare heading has one link at least, even one that is written as a sentence
        link = lines.next_text[start]
        start = link + 1 if link < len(lines) and lines[link].words <= LINK_WORDS else start
    first = lines.next_body[start]
    if lines.body_letters[first] < BODY_SHARE * lines.letters[first] or first == len(lines):
        return len(lines)
    return marker + 1 if link_inside else first


def _blocks(lines: _Lines, rule: Rule) -> set[int]:
    """Runs of date-and-time lines, each with the headline that it dates."""
    out: set[int] = set()
    index = 0
    while index < len(lines):
        start, times = index, 0
        while (end := _block_end(lines, index, rule)) > index:
            index, times = end, times + 1
        at_foot = lines.next_body[0] < start and lines.next_body[start] == len(lines)
        if times >= rule.least and (rule.where == "any" or at_foot):
            out.update(range(start, index))
        index = index if times else index + 1
    return out


def _block_end(lines: _Lines, start: int, rule: Rule) -> int:
    """The line after the block that begins at ``start``; ``start`` itself where none does."""
    count = len(lines)
    index = lines.next_text[start]
    if index < count and rule.before and rule.before.fullmatch(lines[index].text):
        index = lines.next_text[index + 1]
    if index >= count or lines[index].fixed or not rule.matches(lines[index].text):
        return start
    for _ in range(rule.takes):
        index = lines.next_text[index + 1]
        if index >= count or lines[index].body or lines[index].fixed or lines[index].words > LINK_WORDS:
            return start
    return index + 1


def _singles(lines: _Lines, already: set[int]) -> set[int]:
    """Lines that are furniture by themselves, where their rule lets them stand."""
    bodies = [index for index, line in enumerate(lines) if line.body and index not in already]
    first, last = (bodies[0], bodies[-1]) if bodies else (len(lines), len(lines))
    out: set[int] = set()
    for index, line in enumerate(lines):
        if line.rule is None or line.rule.action != "line" or index in already:
            continue
        place = line.rule.where
        if place == "any" or (place == "ends" and not first < index < last):
            out.add(index)
    return out | _last(lines, out | already)


def _last(lines: _Lines, out: set[int]) -> set[int]:
    """The line above all that goes at the foot, if a rule for the last paragraph fits it."""
    below = False
    for index in range(len(lines) - 1, -1, -1):
        rule = lines[index].rule
        if index in out:
            below = True
        elif lines[index].text:
            return {index} if below and rule and rule.where == "last" else set()
    return set()
