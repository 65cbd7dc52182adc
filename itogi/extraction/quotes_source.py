"""Who is said to speak: the noun that a verb of saying names as its source."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.quotes_phrase import (
    VERBAL,
    Source,
    can_lead,
    in_class,
    is_dash,
    is_form,
    is_media,
    of_noun,
    speaks,
)
from itogi.extraction.single_words import endings, spelt

_OUT_OF = spelt("out-of")
_REFERENCE = spelt("reference")
_THAT = spelt("that")
_UPON = spelt("upon")
_WHICH = spelt("which")

SUBJECT = {"nsubj", "nsubj:pass"}


def of_verb(verb: Token) -> Source | None:
    """Whom a verb of saying names as speaker; None where it names nobody and nobody can be understood."""
    if feature(verb, "VerbForm") == "Inf" and verb.head.pos_ in VERBAL and verb.head.i != verb.i:
        return of_verb(verb.head)
    quoted = _quoted_object(verb)
    if quoted is not None:
        return quoted
    subject = _subject(verb)
    if subject is None and (climbed := _climb(verb)) is not None:
        subject = climbed
    if subject is not None:
        source = _credited(verb, of_noun(subject, verb.i))
        return source if source is not None else None
    return by_place(verb)


def _subject(verb: Token) -> Token | None:
    """The grammatical subject; parsers mistake it after the verb, so an adjacent name will do."""
    found = [c for c in verb.children if c.dep_ in SUBJECT and (can_lead(c) or _both(c))]
    named = [
        c
        for c in found
        if c.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "X", "DET", "NUM"}
        and c.lemma_ != _THAT
        and _one(verb, c)
    ]
    if named:
        relative = next((c for c in named if c.lemma_ == _WHICH), None)
        if relative is not None and len(named) == 1:
            return _antecedent(verb)
        return min(named, key=lambda t: (not speaks(t) and t.pos_ != "PRON", abs(t.i - verb.i)))
    return _adjacent(verb)


def _both(noun: Token) -> bool:
    """ "обе стороны", "двое коллег": a number in the nominative that governs its noun."""
    return any(c.dep_ == "nummod:gov" and feature(c, "Case") == "Nom" for c in noun.children)


def _antecedent(verb: Token) -> Token | None:
    return verb.head if verb.head.pos_ in {"NOUN", "PROPN"} else None


def _earlier(verb: Token) -> Token | None:
    """The subject at the head of the sentence that a clause in between hides from the parser."""
    number, gender = feature(verb, "Number"), feature(verb, "Gender")
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if (
            token.dep_ in {"appos", "flat:name", "flat"}
            or feature(token, "Case") != "Nom"
            or token.pos_ not in {"NOUN", "PROPN"}
        ):
            continue
        if (
            feature(token, "Number") == number
            and gender in {None, feature(token, "Gender")}
            and speaks(token)
        ):
            return token
    return None


def _adjacent(verb: Token) -> Token | None:
    if feature(verb, "VerbForm") in {"Conv", "Part"}:
        return None
    doc = verb.doc
    first = _past_gerund(verb)
    for i in range(first, min(verb.i + 20, len(doc))):
        token = doc[i]
        if is_form(token, "quote-the-other") and feature(token, "Case") == "Nom":
            return token
        if token.is_sent_start or token.text in ",.;:!?" or is_dash(token) or token.pos_ in {"VERB", "SCONJ"}:
            break
        near = i < first + 3 or speaks(token)
        if (
            token.pos_ in {"NOUN", "PROPN", "PRON"}
            and feature(token, "Case") == "Nom"
            and _agree(verb, token)
            and near
        ):
            return _top(token) if _top(token).i > verb.i and feature(_top(token), "Case") == "Nom" else token
    for i in range(verb.i - 1, max(verb.i - 8, -1), -1):
        token = doc[i]
        if token.pos_ in {"PUNCT", "VERB", "SCONJ", "ADP", "CCONJ"}:
            break
        if (
            token.pos_ in {"NOUN", "PROPN", "PRON"}
            and feature(token, "Case") == "Nom"
            and _agree(verb, token)
        ):
            return _top(token)
        if token.is_sent_start:
            break
    return None


def behind(verb: Token) -> Source | None:
    """The source right behind a verb, whatever the parser takes for its subject."""
    doc = verb.doc
    for token in doc[verb.i + 1 : min(verb.i + 4, len(doc))]:
        if token.is_punct or token.pos_ in {"VERB", "ADP", "SCONJ"}:
            return None
        named = feature(token, "Case") == "Nom" and token.pos_ in {"NOUN", "PROPN", "PRON"}
        if (named or _both(token)) and (_agree(verb, token) or _both(token)):
            return of_noun(_top(token), verb.i)
    return None


def author(noun: Token) -> Token | None:
    """Whose words a noun of speech names: the person, state or body in the genitive right behind it."""
    for child in noun.children:
        if child.dep_ in {"nmod", "appos"} and child.i > noun.i and feature(child, "Case") == "Gen":
            named = child.ent_type_ in {"PERSON", "POST", "COUNTRY", "CAPITAL", "ORGANISATION"}
            if named and not any(c.dep_ == "case" for c in child.children):
                return child
    return None


def agent(verb: Token) -> Source | None:
    """ "заявление было сделано министром": who acts in a passive."""
    if feature(verb, "Voice") != "Pass":
        return None
    for child in verb.children:
        bare = not any(c.dep_ == "case" for c in child.children)
        if bare and feature(child, "Case") == "Ins" and speaks(child):
            return of_noun(child, verb.i)
    return None


def _past_gerund(verb: Token) -> int:
    """The token where a subject may begin: behind a gerund with its words ("сказал, улыбаясь, министр")."""
    doc = verb.doc
    if (
        verb.i + 2 < len(doc)
        and doc[verb.i + 1].text == ","
        and feature(doc[verb.i + 2], "VerbForm") == "Conv"
    ):
        for i in range(verb.i + 3, min(verb.i + 12, len(doc))):
            if doc[i].text == ",":
                return i + 1
    return verb.i + 1


def _top(token: Token) -> Token:
    """The noun a name stands in apposition to."""
    names = {"appos", "flat:name", "flat", "flat:foreign"}
    while token.dep_ in names and token.head.i != token.i and token.head.pos_ not in VERBAL:
        token = token.head
    return token


def _one(verb: Token, noun: Token) -> bool:
    """Whether a verb in the singular has no subject in the plural."""
    return feature(verb, "Number") != "Sing" or feature(noun, "Number") != "Plur" or noun.pos_ == "NUM"


def _agree(verb: Token, noun: Token) -> bool:
    number = feature(verb, "Number")
    return number is None or feature(noun, "Number") in {number, None}


def _climb(verb: Token) -> Token | None:
    """The subject a verb shares with the one it hangs on ("сказал он, добавив …", "приехал и заявил")."""
    token = verb
    for _ in range(4):
        head = token.head
        if head.i == token.i or token.dep_ not in {"advcl", "conj", "xcomp", "parataxis", "acl", "amod"}:
            return None
        if token.dep_ in {"acl", "amod"} and feature(token, "VerbForm") == "Part":
            if head.pos_ not in {"NOUN", "PROPN"}:
                return None
            # "к меньшинству, считающему, что": the one who belongs to it is meant
            return head if speaks(head) or feature(verb, "Voice") == "Pass" else _subject_over(head)
        if head.pos_ not in VERBAL:
            return None
        if token.dep_ == "parataxis" and feature(verb, "VerbForm") != "Conv":
            return None
        subject = _subject(head)
        if subject is not None and _agree(verb, subject):
            return subject
        token = head
    return None


def _subject_over(noun: Token) -> Token | None:
    """The subject of the clause in which ``noun`` stands; ``noun`` itself if there is none."""
    verb = next((a for a in noun.ancestors if a.pos_ in VERBAL), None)
    return (_subject(verb) if verb is not None else None) or noun


def _quoted_object(verb: Token) -> Source | None:
    """ "цитирует агентство министра": the one whose words are cited, not the one who cites."""
    if verb.lemma_ not in word_classes()["quote-cite"]:
        return None
    names = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.ent_type_ in {"PERSON", "PER"}]
    if names:
        return Source(names[-1].i, names[-1].i, names[-1].i + 1, verb.i)
    objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"} and feature(c, "Case") in {"Acc", "Gen"}]
    for noun in objects:
        inner = [c for c in noun.children if c.dep_ == "nmod" and feature(c, "Case") == "Gen"]
        if in_class(noun, "quote-according"):
            return of_noun(inner[0], verb.i) if inner else None
        return of_noun(noun, verb.i)
    return None


def _credited(verb: Token, source: Source) -> Source | None:
    """The source behind a medium ("сообщает X со ссылкой на Y"); None for a bare media credit."""
    doc = verb.doc
    if not is_media(doc, source):
        return source
    return reference(verb)


def reference(verb: Token) -> Source | None:
    """The noun after "со ссылкой на" in the sentence of ``verb``."""
    doc = verb.doc
    sentence = verb.sent
    for token in sentence:
        if token.lemma_ == _REFERENCE and token.i + 2 < sentence.end and doc[token.i + 1].lemma_ == _UPON:
            head = next((t for t in doc[token.i + 2 : sentence.end] if t.pos_ in {"NOUN", "PROPN"}), None)
            if head is not None:
                source = of_noun(_top(head), verb.i)
                return None if is_media(doc, source) else source
    return None


def by_place(verb: Token) -> Source | None:
    """ "в пресс-службе сообщили", "говорится в заявлении министерства"; else whoever spoke before."""
    obliques = [
        c for c in verb.children if c.dep_ in {"obl", "nmod", "parataxis"} and c.pos_ in {"NOUN", "PROPN"}
    ]
    for noun in sorted(obliques, key=lambda t: abs(t.i - verb.i)):
        preposition = next((c.lemma_ for c in noun.children if c.dep_ == "case"), None)
        if preposition in word_classes()["quote-where"] and feature(noun, "Case") in {"Loc", None}:
            found = _institution(verb, noun)
            if found is not None:
                return found
        if preposition == _OUT_OF and in_class(noun, "quote-message"):
            return _author(verb, noun)
    if impersonal(verb):
        pronouns = [c for c in verb.children if c.dep_ == "obl" and is_form(c, "quote-in-it")]
        return _of_message_before(verb) if pronouns else None
    earlier = _earlier(verb)
    if earlier is not None and feature(verb, "VerbForm") == "Fin":
        return _credited(verb, of_noun(earlier, verb.i))
    if feature(verb, "Number") == "Plur":
        return None
    return Source(-1, -1, -1, verb.i)


def impersonal(verb: Token) -> bool:
    """Whether a verb of saying is in the passive and names no speaker ("сообщается, что")."""
    return feature(verb, "Voice") == "Pass" or (
        verb.text.lower().endswith(endings("reflexive")) and feature(verb, "Person") == "3"
    )


def _institution(verb: Token, noun: Token) -> Source | None:
    if in_class(noun, "quote-message") or in_class(noun, "quote-media"):
        return _author(verb, noun)
    if noun.lemma_ in word_classes()["quote-page"]:
        return _author(verb, noun)
    if feature(verb, "Number") == "Plur" and not impersonal(verb):
        speaks = (
            noun.pos_ == "PROPN"
            or in_class(noun, "quote-institution")
            or noun.ent_type_ not in {"", "TIME"}
            or noun.text.isupper()
        )
        return of_noun(noun, verb.i) if speaks else None
    if impersonal(verb) and (in_class(noun, "quote-institution") or noun.text.isupper()):
        return of_noun(noun, verb.i)
    return None


def _of_message_before(verb: Token) -> Source | None:
    """ "Заявление сделал X. В нём говорится": who made the statement before, or spoke last."""
    start = verb.sent.start
    root = verb.doc[start - 1].sent.root if start else None
    if root is None or not any(in_class(c, "quote-message") for c in root.children):
        return Source(-1, -1, -1, verb.i, bare=True)
    return (of_verb(root) if in_class(root, "quote-voice") else None) or Source(-1, -1, -1, verb.i, bare=True)


def _placed(noun: Token) -> Token | None:
    """ "в сообщении, размещённом на сайте министерства": the owner of the page that shows a message."""
    parts = (c for c in noun.children if feature(c, "VerbForm") == "Part" or c.dep_ in {"acl", "amod"})
    pages = [p for part in parts for p in part.children if p.lemma_ in word_classes()["quote-page"]]
    owners = [c for page in pages for c in page.children if c.dep_ == "nmod" and feature(c, "Case") == "Gen"]
    return owners[0] if owners else None


def _author(verb: Token, noun: Token) -> Source | None:
    """Whose message it is: "в сообщении пресс-службы", "на сайте министерства"."""
    inner = [c for c in noun.children if c.dep_ in {"nmod", "appos"} and feature(c, "Case") == "Gen"]
    # The genitive next to the noun is its author; a message's subject comes with a preposition.
    plain = [c for c in inner if not any(x.dep_ == "case" for x in c.children)]
    owner = plain[0] if plain else _placed(noun)
    if owner is not None:
        source = of_noun(owner, verb.i)
        return None if is_media(verb.doc, source) else source
    if in_class(noun, "quote-media"):
        return None
    return Source(-1, -1, -1, verb.i, bare=True)
