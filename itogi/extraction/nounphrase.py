"""Noun phrases: from a head noun to the run of words that names a document, an exercise, a thing counted."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_OPEN = {"«": "»", "“": "”", "„": "“"}
_STOP = {",", ";", ":", "—", "–", "(", ")", ".", "!", "?", "…"}


def depends_on(token: Token, head: Token) -> bool:
    """Whether ``token`` is ``head`` or hangs on it, directly or through others."""
    current = token
    while current != head:
        if current.head == current:
            return False
        current = current.head
    return True


def noun_phrase(doc: Doc, head: Token, *, clauses: bool = False) -> tuple[int, int]:
    """The token range of the noun phrase of ``head``: adjectives before it, complements after it.

    It ends before a finite verb, a participle or relative clause after a comma (unless ``clauses``), a
    dash or the end of the sentence; a name in guillemets is kept whole.
    """
    return _left(doc, head), _right(doc, head, clauses)


def _left(doc: Doc, head: Token) -> int:
    start = head.i
    while start > 0 and not doc[start].is_sent_start:
        token = doc[start - 1]
        if token.pos_ not in {"ADJ", "DET", "PROPN", "VERB", "NOUN", "NUM"} or not depends_on(token, head):
            break
        if token.dep_ not in {"amod", "det", "nummod", "nmod", "compound", "appos", "nummod:gov", "conj"}:
            break
        start -= 1
    while start < head.i and doc[start].pos_ in {"DET", "NUM"}:
        start += 1
    return start


def _right(doc: Doc, head: Token, clauses: bool) -> int:
    end = head.i + 1
    position = end
    while position < len(doc) and not doc[position].is_sent_start:
        token = doc[position]
        if token.text in _OPEN or token.text == '"':
            closing = _closing(doc, position)
            if closing is None:
                break
            position = end = closing + 1
            continue
        if token.text in _STOP and not (token.text == "," and _goes_on(doc, position, head, clauses)):
            break
        if token.is_space or not depends_on(token, head) or (_finite(token) and not clauses):
            if not (token.is_punct or token.is_space):
                break
            position += 1
            continue
        position += 1
        if (
            token.pos_ not in {"ADP", "CCONJ", "PUNCT", "SCONJ", "PART", "DET", "ADJ", "ADV"}
            or token.is_digit
        ) or (token.pos_ in {"ADJ", "DET"} and token.dep_ not in {"amod", "det"}):
            end = position
    return end


def _finite(token: Token) -> bool:
    form = token.morph.get("VerbForm", [])
    return token.pos_ in {"VERB", "AUX"} and "Part" not in form


def _goes_on(doc: Doc, comma: int, head: Token, clauses: bool) -> bool:
    """Whether a comma stands inside a list of complements rather than before a clause."""
    if comma + 1 >= len(doc):
        return False
    after = doc[comma + 1]
    if not depends_on(after, head):
        return False
    if clauses:
        return True
    owner = next(
        (t for t in (after, *after.ancestors) if t.dep_ in {"conj", "acl", "acl:relcl", "nmod"}), None
    )
    return owner is not None and owner.dep_ == "conj" and owner.pos_ in {"NOUN", "PROPN"} and owner.i >= comma


def _closing(doc: Doc, opening: int) -> int | None:
    """The index of the mark that closes the quotation at ``opening`` in the same sentence, or None."""
    mark = _OPEN.get(doc[opening].text, '"')
    for i in range(opening + 1, min(len(doc), opening + 40)):
        if doc[i].text == mark:
            return i
        if doc[i].text == "\n":
            return None
    return None
