"""Instruments of a text: head nouns with their kinds, titles, and lists whose items share one head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import matcher, word_classes
from itogi.extraction.stance import ancestors, is_verb

_NOUNISH = {"nmod", "appos", "conj", "flat", "flat:name", "compound", "nummod:gov", "parataxis", "obl", "acl"}
_ITEM_BREAKS = {",", ";"}


@dataclass(slots=True)
class Instrument:
    """One instrument as a text names it: head noun, kind, the token range of its title, and the draft mark."""

    head: Token
    kind: str
    start: int
    end: int
    pattern: str
    confidence: float
    draft: bool = False
    split: bool = False
    plural: bool = False
    within: list[int] = field(default_factory=list)


def instruments(ctx: Context) -> list[Instrument]:
    """All instruments in text order; one named inside the title of another is left out."""
    heads = {head.i: (kind, pattern, sure) for head, kind, pattern, sure in _heads(ctx)}
    found: list[Instrument] = []
    for i, (kind, pattern, sure) in heads.items():
        head = ctx.doc[i]
        if _nested(head, heads):
            continue
        found += _unfolded(ctx, _instrument(ctx.doc, head, kind, pattern, sure), heads)
    return sorted(found, key=lambda x: x.start)


def _heads(ctx: Context) -> Iterator[tuple[Token, str, str, float]]:
    seen: set[int] = set()
    for match in matcher("document", ctx.doc.vocab)(ctx.doc):
        start, end = match.groups["k"]
        head = ctx.doc[start:end].root
        if head.i in seen or head.pos_ not in {"NOUN", "PROPN"} or _inside_name(ctx, head):
            continue
        seen.add(head.i)
        yield head, str(match.pattern.slots["kind"]), match.pattern.id, match.pattern.confidence


def _inside_name(ctx: Context, head: Token) -> bool:
    """Whether the noun belongs to the name of an organisation or a post ("Организация Договора о …")."""
    return any(m.start <= head.i < m.end for m in ctx.mentions if m.label in {"ORGANISATION", "BODY", "POST"})


def _instrument(doc: Doc, head: Token, kind: str, pattern: str, sure: float) -> Instrument:
    start, end = noun_phrase(doc, head)
    start = _title_start(doc, start, head)
    end = _title_end(doc, head, end)
    draft = head.lemma_ in word_classes()["doc-draft"]
    top = head
    while (above := _wrapper(top)) is not None:
        draft = draft or above.lemma_ in word_classes()["doc-draft"]
        if above.lemma_ in word_classes()["doc-amendment"]:
            start = min(start, above.i)
        top = above
    plural = "Plur" in head.morph.get("Number") and not any(c.dep_.startswith("nummod") for c in head.children)
    counted = any(c.dep_.startswith("nummod") for c in head.children)
    return Instrument(head, kind, start, end, pattern, sure, draft, plural=plural or counted)


def _wrapper(token: Token) -> Token | None:
    """The noun that a head hangs on without being a part of its title: "проект плана", "правки к регламенту"."""
    classes = word_classes()
    above = token.head
    if above == token or token.dep_ not in {"nmod", "appos", "obl"}:
        return None
    return above if above.lemma_ in classes["doc-wrapper"] | classes["doc-amendment"] else None


def outermost(head: Token) -> Token:
    """The noun through which the instrument at ``head`` takes part in its clause, past wrappers and lists."""
    top = head
    for _ in range(12):
        above = _wrapper(top) or (top.head if top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN"} else None)
        if above is None or above == top:
            return top
        top = above
    return top


def _nested(head: Token, heads: dict[int, tuple[str, str, float]]) -> bool:
    """Whether a head noun only stands in the title of another instrument."""
    token = head
    for above in ancestors(head):
        link = token.dep_
        if is_verb(above) or link not in _NOUNISH:
            return False
        if link == "conj" and above.i in heads:
            return _nested(above, heads)
        if link == "conj" and _agrees_beyond(head, above, heads):
            return False
        if above.i in heads and above.lemma_ not in word_classes()["doc-wrapper"] | word_classes()["doc-amendment"]:
            return not _is_list_of(above)
        token = above
    return False


def _is_list_of(token: Token) -> bool:
    return token.lemma_ in word_classes()["doc-any"]


def _agrees_beyond(head: Token, above: Token, heads: dict[int, tuple[str, str, float]]) -> bool:
    """Whether "меморандум" in "соглашение о торговле и меморандум" goes with the instrument, not its complement."""
    case, other = head.morph.get("Case"), above.morph.get("Case")
    upper = next((a for a in ancestors(above) if a.i in heads), None)
    if upper is None or not case:
        return False
    same = upper.morph.get("Case")
    direct = {"Nom", "Acc"}
    fits = same == case or bool(same and set(same) <= direct and set(case) <= direct)
    return fits and case != other


def _title_start(doc: Doc, start: int, head: Token) -> int:
    """Leave out words that say which, not what: "новая", "важный", participles such as "подписанное"."""
    out = word_classes()["doc-not-title"]
    while start < head.i:
        token = doc[start]
        if token.pos_ == "ADJ" and token.lemma_ not in out and not token.text[0].isdigit():
            break
        if token.text[0].isupper() and token.pos_ in {"ADJ", "PROPN"} and not token.is_sent_start:
            break
        start += 1
    return start


def _title_end(doc: Doc, head: Token, end: int) -> int:
    """Cut what tells of the act and not of the instrument: "на саммите в Астане", "в ходе встречи"."""
    classes = word_classes()
    for i in range(head.i + 1, end - 1):
        token = doc[i]
        if token.pos_ != "ADP" or token.lower_ not in classes["doc-occasion"]:
            continue
        noun = token.head if token.head.i > i else doc[min(i + 1, end - 1)]
        if noun.lemma_ in classes["doc-session-break"] and not _has_subject_before(doc, head, i):
            return i
    while end > head.i + 1 and doc[end - 1].is_punct and doc[end - 1].text not in {"»", '"', "”"}:
        end -= 1
    return end


def _has_subject_before(doc: Doc, head: Token, i: int) -> bool:
    return doc[i - 1].lemma_ in {"участие", "сотрудничество"} if i > head.i + 1 else False


# -- lists that share a head ----------------------------------------------------------------------------


def _unfolded(ctx: Context, found: Instrument, heads: dict[int, tuple[str, str, float]]) -> list[Instrument]:
    """The instruments that one head noun stands for: "протоколы о … и о …" are two."""
    stop = _list_end(ctx, found, heads)
    pieces = _pieces(ctx.doc, found, stop)
    if len(pieces) < 2:
        pieces = _counted(ctx.doc, found)
    if len(pieces) < 2:
        return [found]
    out = []
    for number, (start, end) in enumerate(pieces):
        out.append(
            Instrument(
                found.head, found.kind, found.start if number == 0 else start, end,
                "document.shared-head", min(found.confidence, 0.8), found.draft, True,
            )
        )  # fmt: skip
    return out


def _list_end(ctx: Context, found: Instrument, heads: dict[int, tuple[str, str, float]]) -> int:
    """Where the list that begins with an instrument can reach: the next head, a finite verb or the sentence end."""
    sentence = ctx.sentences[ctx.sentence(found.head.i)]
    for i in range(found.head.i + 1, sentence.end):
        token = ctx.doc[i]
        if i in heads and i >= found.end:
            return i
        if token.text in {";", ".", "—", "–", "(", "\n"} or (is_verb(token) and "Inf" not in token.morph.get("VerbForm") and i >= found.end):
            return i
    return sentence.end


def _pieces(doc: Doc, found: Instrument, stop: int) -> list[tuple[int, int]]:
    """Items that open with a preposition of subject: "по …, о … и в связи с …"; needs a plural head or a list."""
    if not (found.plural or in_enumeration(found.head)):
        return []
    openers = word_classes()["doc-subject"]
    cuts: list[int] = []
    first = None
    for i in range(found.head.i + 1, stop):
        token = doc[i]
        opens = (token.pos_ == "ADP" and token.lemma_ in openers) or _in_connection(doc, i)
        if not opens:
            continue
        if first is None:
            first = token.lemma_ if i <= found.head.i + 4 else None
            if first is None:
                return []
            cuts.append(i)
        elif _after_break(doc, i) and (token.lemma_ == first or in_enumeration(found.head)):
            cuts.append(i)
    if len(cuts) < 2:
        return []
    if in_enumeration(found.head):
        cuts = sorted({*cuts, *_bare_items(doc, cuts[0], cuts[-1])})
    edges = [*cuts, stop]
    return [(low, _trimmed(doc, low, high)) for low, high in zip(edges, edges[1:], strict=False)]


def _in_connection(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in {"в", "во"} and i + 2 < len(doc) and doc[i + 1].lower_ in {"связи", "отношении"}


def _after_break(doc: Doc, i: int) -> bool:
    """Whether an item begins at ``i``: after a comma, "и" or "а также"."""
    before = doc[i - 1]
    return before.text in _ITEM_BREAKS or before.lemma_ in {"и", "также", "да"}


def _bare_items(doc: Doc, low: int, high: int) -> Iterator[int]:
    """Items without a preposition between others: "по торговле, сотрудничество в космосе, по миграции"."""
    for i in range(low + 1, high):
        token = doc[i]
        if doc[i - 1].text == "," and token.pos_ == "NOUN" and set(token.morph.get("Case")) & {"Nom", "Acc"}:
            yield i


def _trimmed(doc: Doc, low: int, high: int) -> int:
    """The end of an item without the words that join it to the next."""
    while high > low + 1:
        token = doc[high - 1]
        if not (token.is_space or token.pos_ in {"CCONJ", "SCONJ"} or token.text in _ITEM_BREAKS | {"."}
                or token.lemma_ in {"также", "и", "а"}):  # fmt: skip
            break
        high -= 1
    return high


def _counted(doc: Doc, found: Instrument) -> list[tuple[int, int]]:
    """"два протокола к соглашениям по вопросам А и Б": as many complements as the numeral says."""
    number = next((c for c in found.head.children if c.dep_.startswith("nummod")), None)
    wanted = word_number(number) if number is not None else None
    if wanted is None or not 2 <= wanted <= 6:
        return []
    for token in doc[found.head.i + 1 : found.end]:
        others = [c for c in token.children if c.dep_ == "conj" and c.i < found.end]
        if len(others) == wanted - 1:
            return _at_conjuncts(doc, found, others)
    return []


def _at_conjuncts(doc: Doc, found: Instrument, others: list[Token]) -> list[tuple[int, int]]:
    starts = [min((t.i for t in c.subtree if t.i > 0 and t.dep_ not in {"cc", "punct"}), default=c.i) for c in others]
    edges = [found.start, *starts, found.end]
    return [(low, _trimmed(doc, low, high)) for low, high in zip(edges, edges[1:], strict=False)]


def word_number(token: Token) -> int | None:
    """A small number in digits or words ("два" is 2); None for others."""
    from itogi.language import lexicon

    if token.text.isdigit():
        return int(token.text)
    return lexicon_number(token.lemma_) if hasattr(lexicon, "figures") else None


def lexicon_number(lemma: str) -> int | None:
    """The value of a cardinal by the classes ``doc-two`` to ``doc-four``."""
    for name, value in (("doc-two", 2), ("doc-three", 3), ("doc-four", 4)):
        if lemma in word_classes()[name]:
            return value
    return None


def in_enumeration(head: Token) -> bool:
    """Whether a head stands in a list opened by "среди них", "в их числе", "это, в частности"."""
    sentence = head.sent
    opening = sentence.doc[sentence.start : min(sentence.start + 6, head.i)]
    return any(t.lemma_ in word_classes()["doc-among"] for t in opening) and head.i - sentence.start < 60
