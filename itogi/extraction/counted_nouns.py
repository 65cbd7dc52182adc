"""What can be counted: the record of a count, kinds of nouns (figure.what), the phrase around a noun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number
from itogi.language import lexicon
from itogi.language.lemma import fold, parses

FAR = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts: the head noun, the verbatim phrase, the kind; ``listed`` if a lexicon
    of figures knows the noun, ``inverted`` where the noun stands first ("мероприятий шестьдесят")."""

    number: Number
    noun: Token
    start: int
    end: int
    what: str
    listed: bool = True
    inverted: bool = False


@cache
def _kinds() -> tuple[dict[str, str], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Single nouns by lemma; phrases by the stem of their first word, as stems."""
    single: dict[str, str] = {}
    several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for what, nouns in lexicon.figures().nouns.items():
        for noun in nouns:
            words = fold(noun).split()
            if len(words) == 1:
                single[words[0]] = what
            else:
                stems = tuple(w[:4] for w in words)
                several.setdefault(stems[0], []).append((stems, what))
    return single, several


def kind_of(doc: Doc, noun: Token) -> tuple[str, bool]:
    """figure.what of a counted noun and whether the lexicon lists it: phrases first ("единиц техники")."""
    single, several = _kinds()
    for at in {noun.i, max(noun.i - 1, 0)}:
        window: Span = doc[at : at + 3]
        words = tuple(t.lemma_[:4] for t in window)
        for stems, what in several.get(words[0], ()):
            if words[: len(stems)] == stems:
                return what, True
    found = single.get(noun.lemma_) or next((single[h] for h in _parts(noun) if h in single), None)
    return found or "other", found is not None


def _parts(noun: Token) -> tuple[str, ...]:
    """ "страны-участницы": the first part of a compound; other readings of the form."""
    first = noun.lemma_.split("-")[0]
    return first, *(fold(p.normal_form) for p in parses(noun.lower_)[:3])


def counted_phrase(doc: Doc, number: Number, noun: Token) -> tuple[int, int]:
    """The phrase that is counted, from after the number; it ends before another number or clause."""
    end = max(noun_phrase(doc, noun)[1], genitives(doc, noun.i + 1))
    start = number.end
    for i in range(noun.i + 1, end):
        token = doc[i]
        if token.pos_ == "NUM" or token.text in {"«", '"', "("} or token.ent_type_ == "TIME":
            end = i
            break
    while end > noun.i + 1 and doc[end - 1].pos_ in {"ADP", "CCONJ", "PUNCT", "SCONJ", "ADV"}:
        end -= 1
    return start, max(end, noun.i + 1)


def genitives(doc: Doc, at: int) -> int:
    """The token after the nouns in the genitive that stand at ``at`` ("тонн изъятых веществ")."""
    end = at
    for i in range(at, min(len(doc), at + FAR)):
        token = doc[i]
        case = token.morph.get("Case", [])
        if (
            token.is_sent_start
            or ("Gen" not in case and token.pos_ != "CCONJ")
            or token.dep_ in {"obj", "iobj"}
        ):
            break
        if token.pos_ in {"NOUN", "PROPN"}:
            end = i + 1
        elif token.pos_ not in {"ADJ", "DET", "VERB", "CCONJ"}:
            break
    return end
