"""Posts that a verb binds to a name: "избран генеральным секретарём", "занимающий пост замглавы"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.offices_shared import Office
from itogi.extraction.patterns import word_classes
from itogi.language.lemma import parses

SUBJECT = {"nsubj", "nsubj:pass", "obj", "iobj"}
OWNERS = {"ORGANISATION", "BODY", "ORGNAME", "COUNTRY"}
HEAD = min(word_classes()["lead-post"])
NEAR = 6  # tokens before a verb of holding where its post may stand


def told_posts(doc: Doc, posts: list[Mention], person: Mention) -> Iterator[Mention]:
    """The posts that a verb gives to a person."""
    if not posts:
        return
    name = doc[person.start : person.end].root
    classes = word_classes()
    for verb in _holding(name):
        for post in posts:
            head = doc[post.start : post.end].root
            if head.head == verb and feature(head, "Case") == "Ins" and post.start > verb.i - NEAR:
                yield post
    verb = name.head
    if name.dep_ == "nsubj" and feature(verb, "Case") == "Ins" and _was(verb):
        # "Президентом Киргизии тогда был X": the post itself is the predicate
        yield from (p for p in posts if p.start <= verb.i < p.end)
    for seat in name.sent:
        if seat.lemma_ in classes["seat-noun"] and _binds(seat, name):
            near = (p for p in posts if p.start in {seat.i + 1, seat.i + 2})
            for post in near:
                if feature(doc[post.start : post.end].root, "Case") in {"Gen", "Nom", None}:
                    yield post


def _holding(name: Token) -> Iterator[Token]:
    """The verbs that may give a name a post in the instrumental: its own, its apposition's, its clause's."""
    classes = word_classes()
    lead = name.head if name.dep_ in {"appos", "nmod"} and feature(name.head, "Animacy") == "Anim" else name
    verb = lead.head
    if verb.lemma_ in classes["hold-post"] and lead.dep_ in SUBJECT:
        # "Медведев назначил спецпредставителем Иванова": who appoints gets no post by it
        appoints = verb.lemma_ in classes["appoint"] and feature(verb, "Voice") == "Act"
        if not (appoints and lead.dep_ == "nsubj" and feature(lead, "Case") == "Nom"):
            yield verb
    for clause in (*name.children, *(lead.children if lead is not name else ())):
        if clause.dep_ in {"acl", "acl:relcl"} and clause.lemma_ in classes["hold-post"]:
            yield clause


def pronoun_posts(
    doc: Doc, posts: list[Mention], persons: list[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """ "X приехал. Ранее он был министром, а затем занимал пост …": the posts of the one named before."""
    classes = word_classes()
    for post in posts:
        head = doc[post.start : post.end].root
        verb = head.head
        if head.dep_ == "conj" and verb.i < head.i and feature(verb, "Case") == feature(head, "Case"):
            verb = verb.head
        if feature(head, "Case") == "Ins" and any(c.dep_ == "cop" for c in head.children):
            subject = _pronoun(head)
        elif feature(head, "Case") == "Ins" and verb.lemma_ in classes["hold-post"]:
            subject = _pronoun(verb)
        elif verb.lemma_ in classes["seat-noun"] and verb.head.lemma_ in classes["seat-with"]:
            subject = _pronoun(verb.head)
        else:
            continue
        person = _named_before(doc, persons, subject) if subject is not None else None
        if person is not None:
            yield post, person


def _pronoun(verb: Token) -> Token | None:
    """The "он" or "она" that is the subject of a verb, or of the verb that it goes on with."""
    for token in (verb, verb.head) if verb.dep_ == "conj" else (verb,):
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubj:pass"}:
                return child if child.lower_ in word_classes()["office-he"] else None
    return None


def _named_before(doc: Doc, persons: list[Mention], pronoun: Token) -> Mention | None:
    """The only person of the sentence before, or the last one named before in the same sentence."""
    here = [p for p in persons if pronoun.sent.start <= p.start < pronoun.i]
    if here:
        return here[-1]
    if pronoun.sent.start == 0:
        return None
    before = doc[pronoun.sent.start - 1].sent
    named = [p for p in persons if before.start <= p.start < before.end]
    subject = next((p for p in named if doc[p.start : p.end].root.dep_ in {"nsubj", "nsubj:pass"}), None)
    return subject or (named[-1] if named else None)


def _was(post: Token) -> bool:
    return any(c.dep_ == "cop" or c.lemma_ in word_classes()["hold-post"] for c in post.children)


def _binds(seat: Token, name: Token) -> bool:
    """Whether a verb of taking or holding a seat stands between the seat and a name.

    "Пост генсека занял X", "X, занимающий пост …", "на должность директора назначена X".
    """
    verb = seat.head
    for _ in range(2):
        if verb.lemma_ in word_classes()["seat-with"]:
            break
        verb = verb.head
    if verb.lemma_ not in word_classes()["seat-with"]:
        return False
    if name.head == verb and name.dep_ in SUBJECT:
        return True
    if verb.dep_ in {"acl", "acl:relcl", "amod"}:
        return verb.head == name or (name.dep_ in {"appos", "flat:name"} and verb.head == name.head)
    # "министр X назначен на пост": the name is in apposition with the subject
    return name.dep_ == "appos" and name.head.head == verb and name.head.dep_ in SUBJECT


def led(doc: Doc, mentions: list[Mention], person: Mention) -> Iterator[Office]:
    """ "Миссию ОБСЕ возглавила X", "X, руководящий секретариатом": who leads an institution is its head."""
    classes = word_classes()
    name = doc[person.start : person.end].root
    if feature(name, "Case") == "Nom" and name.dep_ == "nmod" and name.head.dep_ == "obj":
        # "возглавил учреждение X": the parser hangs the subject on the object
        name = name.head
    heads = [name.head, *(c for c in name.children if c.dep_ in {"acl", "amod", "acl:relcl"})]
    verb = next((v for v in heads if v.lemma_ in classes["lead-office"]), None)
    if verb is None or (name.head == verb and name.dep_ not in {"nsubj", "nsubj:pass", "obj"}):
        return
    for thing in verb.children:
        if thing.dep_ not in {"obj", "obl", "iobj"} or thing.lemma_ in classes["lead-not"]:
            continue
        inside = [m for m in mentions if thing.i <= m.start < thing.right_edge.i + 1 and m.label in OWNERS]
        whole = next((m for m in inside if m.start <= thing.i < m.end), None)
        if whole is None and thing.lemma_ not in classes["led"]:
            continue
        adjective = next((m for m in mentions if m.label == "NATIONAL" and m.end == thing.i), None)
        owner = whole or (inside[-1] if inside else adjective)
        position = f"{HEAD} {_genitive(thing)}" if thing.lemma_ in classes["led"] else HEAD
        start, end = min(thing.i, person.start), max(thing.i + 1, person.end)
        yield Office(start, end, person, position, _code(owner), "head", "verb")
        return


def _code(owner: Mention | None) -> str | None:
    return (owner.owner or owner.value) if owner is not None else None


def _genitive(noun: Token) -> str:
    form = max(parses(noun.lower_), key=lambda p: p.tag.POS == "NOUN").inflect({"gent"})
    return str(form.word) if form is not None else noun.lower_


def succeeded(doc: Doc, person: Mention, known: list[Office]) -> Iterator[Office]:
    """ "Кресло генсека занял X, сменивший Y": the one who was succeeded had the post as well."""
    name = doc[person.start : person.end].root
    if name.head.lemma_ in word_classes()["succeed"] and name.dep_ in {"obj", "obl"}:
        last = next((o for o in reversed(known) if doc[o.person.start].sent == name.sent), None)
        if last is not None:
            yield replace(last, start=person.start, end=person.end, person=person, via="verb", cls="former")
