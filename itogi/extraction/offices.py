"""Offices: a post that stands with a name, and what country or institution the post is of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.offices_owner import duty, owner_of
from itogi.extraction.offices_shared import Office, colleagues, shared_offices
from itogi.extraction.offices_told import led, pronoun_posts, succeeded, told_posts
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, endings, spelt
from itogi.language.inflect import nominative
from itogi.language.lemma import parses

_AND = spelt("and")
_AND_COMMA = any_of("and") | {","}
_AT_ONLY = any_of("at")
_BUT_AND_COMMA = any_of("but", "and") | {","}
_IN_AT = any_of("in", "in-full", "at")
_WITH = spelt("with")

# How many tokens may stand between a post and its name: "заместитель председателя Комитета по делам … X".
REACH = 22
_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
_OWNERS = {"ORGANISATION", "COUNTRY", "NATIONAL", "BODY", "CAPITAL"}
_BETWEEN = 6  # words between a person and the next who shares his post
_PLAIN = {"Nom", "Dat", "Ins"}
# Families that a Russian text would decline; of others ("Вормут") a woman's stays as it is.
_DECLINABLE = endings("family-declined")
_INDECLINABLE = endings("family-undeclined")


def find_offices(doc: Doc, mentions: list[Mention]) -> list[Office]:
    """Every post that is bound to a name: before it, after it in apposition, or said by a verb."""
    persons = [m for m in mentions if m.label == "PERSON"]
    posts = [m for m in mentions if m.label == "POST"]
    shared = {o.person.start: o for o in shared_offices(doc, mentions, posts)}
    out: list[Office] = []
    for index, person in enumerate(persons):
        given = shared.get(person.start)
        before = [given] if given else _before(doc, mentions, posts, person)
        if not before and index and out and out[-1].person is persons[index - 1]:
            before = _distributed(doc, mentions, out[-1], person)
        out.extend(
            before or [*_commas(doc, mentions, posts, person), *colleagues(doc, mentions, out, person)]
        )
        out.extend(_after(doc, mentions, posts, person))
        for post in told_posts(doc, posts, person):
            out.append(_office(doc, mentions, post, _phrase_end(doc, post.end), person, "verb"))
        if not any(o.person is person for o in out):
            out.extend(led(doc, mentions, person))
        if not any(o.person is person for o in out):
            out.extend(succeeded(doc, person, out))
    for post, held_by in pronoun_posts(doc, posts, persons):
        end = _phrase_end(doc, post.end)
        end = min([end, *(_trimmed(doc, mentions, p.start) for p in posts if post.end <= p.start < end)])
        out.append(_office(doc, mentions, post, end, held_by, "verb"))
    return out


def _agrees(post: Token, name: Span) -> bool:
    """Whether a post can be in apposition with a name: the same case, or the name shows none."""
    # "главы" may be one head's or many heads: every case that the form can stand in counts.
    wanted = {feature(post, "Case")} | {_CASES.get(str(p.tag.case)) for p in parses(post.lower_)}
    cases = {feature(t, "Case") for t in name if t.pos_ in {"PROPN", "NOUN", "ADJ"}}
    if feature(post, "Case") is None or wanted & cases or None in cases or not cases:
        return True
    # Foreign names in a vowel ("Лариджани", "Камменоу") do not decline; the tagger guesses their case.
    family = name[-1].lower_
    return family.endswith(_INDECLINABLE) or (len(name) > 1 and not family.endswith(_DECLINABLE))


def _only_plural(post: Token) -> bool:
    numbers = {str(p.tag.number) for p in parses(post.lower_)}
    return numbers == {"plur"}


def _head(doc: Doc, mention: Mention) -> Token:
    return doc[mention.start : mention.end].root


def _before(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> list[Office]:
    """The posts whose phrase runs up to the name: the leftmost that agrees with it in case.

    Of several in the nominative, dative or instrumental each is a post of its own ("глава МЧС и лидер
    партии X", "наблюдатель от ОБСЕ парламентарий X"); in other cases one may complete the other.
    """
    others = [m.end for m in mentions if m.label == "PERSON" and m.end <= person.start]
    low = max([_phrase_start(doc, mentions, person.start), *others[-1:]])
    chain = [p for p in posts if low <= p.start and p.end <= person.start]
    name = doc[person.start : person.end]
    fits = [p for p in chain if _agrees(_head(doc, p), name) and not _only_plural(_head(doc, p))]
    if not fits:
        return []
    case = feature(_head(doc, fits[0]), "Case")
    apart = [p for p in fits[1:] if case in _PLAIN and feature(_head(doc, p), "Case") == case]
    apart = [p for p in apart if not _is_rank(p)]
    ends = [p.start for p in apart] + [_before_rank(fits, person.start)]
    return [
        _office(doc, mentions, post, _trimmed(doc, mentions, end), person, "before")
        for post, end in zip([fits[0], *apart], ends, strict=True)
    ] + _listed_before(doc, mentions, posts, person, fits[0])


def _before_rank(fits: list[Mention], end: int) -> int:
    """Where the words of the last post end: a rank between it and the name is no part of it."""
    return next((p.start for p in fits[1:] if _is_rank(p)), end)


def _listed_before(
    doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention, first: Mention
) -> list[Office]:
    """ "президент Фонда, глава республики X": a post set off by a comma before another of one name."""
    comma = _with_adjectives(doc, mentions, first.start) - 1
    while comma > 0 and any(m.label == "NATIONAL" and m.end == comma + 1 for m in mentions):
        comma -= 1
    if comma < 2 or doc[comma].text != ",":
        return []
    others = [m.end for m in mentions if m.label == "PERSON" and m.end <= comma]
    low = max([_phrase_start(doc, mentions, comma), *others[-1:]])
    chain = [p for p in posts if low <= p.start and p.end <= comma]
    case = feature(_head(doc, first), "Case")
    if not chain or case is None or feature(_head(doc, chain[0]), "Case") != case or case == "Gen":
        return []
    if _only_plural(_head(doc, chain[0])) or low == comma:
        return []
    return [_office(doc, mentions, chain[0], comma, person, "before")]


def _commas(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> Iterator[Office]:
    """ "прежний мэр, Борис Кац, отказался": a name set off by commas behind its post."""
    at = person.start - 1
    closes = person.end < len(doc) and doc[person.end].text in ",."
    if at < 1 or doc[at].text != "," or not closes or person.end - person.start < 2:
        return
    low = _phrase_start(doc, mentions, at)
    chain = [p for p in posts if low <= p.start and p.end <= at]
    if not chain or any(m.label == "PERSON" and low <= m.start < at for m in mentions):
        return
    head, name = _head(doc, chain[0]), doc[person.start : person.end]
    single = "Plur" not in head.morph.get("Number", []) and not _only_plural(head)
    if (
        single
        and feature(head, "Case") in {feature(t, "Case") for t in name}
        and feature(head, "Case") in _PLAIN
    ):
        yield _office(doc, mentions, chain[0], at, person, "before")


def _is_rank(post: Mention) -> bool:
    """Whether a post is a military rank, which goes with a post and is none ("генерал-полковник")."""
    return any(word.rsplit("-", 1)[-1] in word_classes()["rank"] for word in post.value.split()[:1])


def _trimmed(doc: Doc, mentions: list[Mention], end: int) -> int:
    """The end of a post before another: without "и", a comma and the adjectives of the next one."""
    if doc[end].ent_type_ == "PERSON" or not any(m.start == end and m.label == "POST" for m in mentions):
        return end
    while doc[end - 1].text in _AND_COMMA or doc[end - 1].pos_ in {"ADJ", "CCONJ"}:
        end -= 1
    return end


def _phrase_start(doc: Doc, mentions: list[Mention], end: int) -> int:
    """Where the noun phrase that ends at token ``end`` begins: no verb, no comma, no bare preposition."""
    inside = {i for m in mentions if m.label != "PERSON" for i in range(m.start, m.end)}
    start = end
    stop = max(0, end - REACH)
    while start > stop:
        token = doc[start - 1]
        if token.i + 1 < len(doc) and doc[token.i + 1].is_sent_start and start != end:
            break
        if token.is_sent_start and start - 1 < end and doc[start].is_sent_start:
            break
        if token.i not in inside and not _inside_phrase(token):
            break
        start -= 1
        if token.is_sent_start:
            break
    return start


def _inside_phrase(token: Token) -> bool:
    if token.pos_ in {"NOUN", "ADJ", "PROPN", "NUM", "X", "DET"}:
        return True
    if token.pos_ == "VERB":
        return "Part" in token.morph.get("VerbForm", []) and token.dep_ == "amod"
    if token.text == ",":
        return _lists_duties(token)
    if token.pos_ == "ADP":
        fixed = token.i > 0 and token.nbor(-1).lemma_ in word_classes()["post-with"]
        return token.lemma_ in word_classes()["post-preposition"] or (token.lemma_ == _WITH and fixed)
    return token.text in "«»\"'“”-–()" or (token.lemma_ == _AND and token.dep_ == "cc")


def _lists_duties(comma: Token) -> bool:
    """ "министр торговли, промышленности и энергетики": a comma between the genitives of one post."""
    following = comma.nbor() if comma.i + 1 < len(comma.doc) else comma
    word = following.head if following.dep_ == "amod" else following
    genitives = {feature(word, "Case"), feature(word.head, "Case")} == {"Gen"}
    common = word.pos_ == word.head.pos_ == "NOUN" and word.text.islower()
    return word.dep_ == "conj" and word.head.i < comma.i and genitives and common and not word.ent_type_


def _office(  # noqa: PLR0917  (the words of one office)
    doc: Doc, mentions: list[Mention], post: Mention, end: int, person: Mention, via: str
) -> Office:
    start = _with_adjectives(doc, mentions, post.start)
    end = next((t.i for t in doc[post.end : end] if t.text == "("), end)
    complement = [m for m in mentions if post.end <= m.start and m.end <= end and m.label != "POST"]
    national = next((m for m in mentions if m.end in {post.start, start} and m.label == "NATIONAL"), None)
    anaphor = _anaphor(doc, post.end, end)
    of, cut = owner_of(doc, complement, post, end)
    place = _IN_AT if post.level == "ambassador" else _AT_ONLY
    at_body = bool(complement) and doc[complement[-1].start - 1].lower_ in place
    if at_body and national is not None:
        of, cut = national.value, end
    value = post.value
    states = [m for m in complement if m.label == "COUNTRY" and m.start == post.end]
    abroad = at_body and bool(states) and len(complement) > 1
    if abroad:
        # "постпред РФ при ООН" is of the state
        of, cut = states[0].value, end
        value = f"{value} {doc[states[0].end : end].text.strip()}"
        cut = post.end
    if of is None:
        of, value = _inside(doc, mentions, post)
    if of is None and national is not None:
        of = national.value
    if of is None and anaphor is not None:
        cut = anaphor - (doc[anaphor - 1].pos_ == "DET")
    while cut > post.end and doc[cut - 1].pos_ == "ADP":
        cut -= 1
    if cut < post.end:
        # The last word of the post begins the name of its institution.
        value = " ".join(value.split()[: cut - post.end])
    task = duty(doc, mentions, cut, end)
    named = of is not None and doc[task.start : task.stop].text in of
    words = [*range(post.end, cut), *(() if abroad or named else task)]
    position = _position(doc, doc[start : post.start], value, words)
    low, high = min(start, person.start), max(end, person.end)
    # The leader of a party or movement is no head of state.
    party = post.level == "head-of-state" and of is not None and not (len(of) == 2 and of.isupper())
    cls = "head" if party else post.level
    return Office(low, high, person, position, of, cls, via, anaphor if of is None else None)


def _inside(doc: Doc, mentions: list[Mention], post: Mention) -> tuple[str | None, str]:
    """The owner that the words of a post hold ("начальник штаба ОДКБ"), and the post without it."""
    held = [m for m in mentions if post.start < m.start and m.end <= post.end and m.label in _OWNERS]
    if not held:
        return None, post.value
    last = held[-1]
    words, post_words = post.value.split(), doc[post.start : post.end]
    if last.label == "ORGANISATION" and len(words) > last.end - last.start and len(words) == len(post_words):
        del words[last.start - post.start : last.end - post.start]
        return last.value, " ".join(words)
    if last.label == "BODY" and last.end == post.end and doc[last.start].is_upper:
        return doc[last.start : last.end].text, " ".join(words[: -(last.end - last.start)])
    # "секретарь Совета безопасности": a body that any state can have tells no owner
    return last.owner or last.country or (last.value if last.label != "BODY" else None), post.value


def _anaphor(doc: Doc, low: int, high: int) -> int | None:
    """The token of "республики", "этой страны" at the end of a complement."""
    last = doc[high - 1] if high > low else None
    return last.i if last is not None and last.lemma_ in word_classes()["state-anaphor"] else None


def _with_adjectives(doc: Doc, mentions: list[Mention], start: int) -> int:
    """Take in adjectives that belong to a post ("первый", "официальный", "бывший")."""
    national = {i for m in mentions if m.label == "NATIONAL" for i in range(m.start, m.end)}
    skip = word_classes()["post-not-part"]
    low = start
    while low > 0 and not doc[low].is_sent_start:
        token = doc[low - 1]
        if token.pos_ not in {"ADJ", "VERB"} or token.i in national or token.dep_ != "amod":
            break
        if token.lemma_ in skip:
            break
        low -= 1
    return low


def _position(doc: Doc, lead: Span, value: str, words: list[int]) -> str:
    """The post in the nominative singular with the adjectives before and the words that complete it."""
    before = " ".join(nominative(doc[t.i : t.i + 1]) for t in lead).lower()
    tail = "".join(doc[i].text_with_ws for i in words).strip()
    return (
        " ".join(x for x in (before, value, tail) if x)
        .replace(" ,", ",")
        .strip(' ,«"')
        .removesuffix(f" {_AND}")
    )


def _distributed(doc: Doc, mentions: list[Mention], last: Office, person: Mention) -> list[Office]:
    """ "президенты Афганистана Хамид Карзай и Туркмении …": the post of the first serves the second."""
    if person.start - last.person.end > 2 * _BETWEEN + 1:  # white space lies between words at most
        return []
    between = doc[last.person.end : person.start]
    words = [t for t in between if not t.is_space]
    if not words or len(words) > _BETWEEN or any(t.pos_ in {"VERB", "ADP"} for t in words):
        return []
    owners = [
        m for m in mentions
        if last.person.end <= m.start and m.end <= person.start
        and m.label in {"COUNTRY", "ORGANISATION", "NATIONAL"}
    ]  # fmt: skip
    # "… и пакистанским – X", "…, справа — иранский, X": a mark may stand for the post left out
    if len(owners) != 1 or words[0].text not in _BUT_AND_COMMA:
        return []
    if any(t.text not in {",", "–", "—", "-"} for t in doc[owners[0].end : person.start]):
        return []
    return [
        Office(owners[0].start, person.end, person, last.position, owners[0].value, last.cls, "distributed")
    ]


def _after(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> Iterator[Office]:
    """ "Юрий Ушаков, помощник президента России," or "Юрий Ушаков (помощник …)"."""
    at = person.end
    if at + 1 >= len(doc) or doc[at].text not in {",", "(", "–", "—", "-"}:
        return
    post = next((p for p in posts if p.start in {at + 1, at + 2, at + 3}), None)
    if post is None or not _agrees(_head(doc, post), doc[person.start : person.end]):
        return
    if feature(_head(doc, post), "Number") == "Plur":
        return  # "как сообщил X, главы государств соберутся"
    if any(t.pos_ not in {"ADJ", "DET", "ADV"} for t in doc[at + 1 : post.start]):
        return
    end = _phrase_end(doc, post.end)
    follows = next((m for m in mentions if m.label == "PERSON" and post.end <= m.start <= end), None)
    if follows is None:
        yield _office(doc, mentions, post, end, person, "after")


def _phrase_end(doc: Doc, start: int) -> int:
    """Where the complement of a post ends: at a verb, comma, dash, bracket or the sentence's end."""
    end = start
    while end < len(doc) and not doc[end].is_sent_start and _inside_phrase(doc[end]):
        if doc[end].text in "-–()":
            break
        end += 1
    return end
