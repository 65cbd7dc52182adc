"""Whether two documents, bodies, quotes, commitments or invitations are one."""

from __future__ import annotations

from functools import lru_cache

from itogi.register.likeness import (
    ALIKE,
    Verdict,
    apart,
    body_name,
    covered,
    days_overlap,
    kinds_fit,
    near,
    one_article,
    said_within,
    same,
    same_words,
    share_topics,
    told_apart,
    unlike,
    worded,
)
from itogi.register.traits import Days, Item, fold, head_stems, overlap, rules, same_person
from itogi.register.words import is_short_for, numbers, stem, stems

_MONTH = 31
_YEAR = 366
_TWO_YEARS = 730  # no more than two calendar years apart
# Days within which wordings that share so many stems of their own are one document.
_LIFE = {1: _YEAR + 34, 2: 3 * _YEAR}
_LONG_LIFE = 10 * _YEAR


# Documents


def document(a: Item, b: Item) -> Verdict:
    """Documents are told by title; a plain title by the day and kind, or by what its sentences name."""
    if told_apart(a, b) or not kinds_fit(a, b) or _made_apart(a, b):
        return None
    alike, made = worded(a, b), made_together(a, b)
    if alike:
        return alike + made if near(a, b, _life(a, b)) else 0.0
    if one_article(a, b):
        return None
    if a.words and b.words:
        return _partly_worded(a, b, made)
    if not one_kind(a, b) or share_topics(a, b) is False:
        return 0.0
    plain, full = (a, b) if not a.words else (b, a)
    held = len(full.words & plain.context) / len(full.words) if full.words else 0.0
    if covered(plain, full) and near(a, b, _LIFE[2]):
        return 0.6 + made + held / 4
    if not plain.words and (_made_in_one_year(a, b) or _becomes(a, b) or _becomes(b, a)):
        return 0.5 + held / 4
    if made and _on_topic(a, b):
        return 0.5 + held / 4
    return 0.0


def _life(a: Item, b: Item) -> int:
    return _LIFE.get(len(a.words & b.words), _LONG_LIFE)


def _partly_worded(a: Item, b: Item, made: bool) -> Verdict:
    """Titles that share little: one document if made on one day, of one kind and topic, or lately."""
    shared, least = len(a.words & b.words), min(len(a.words), len(b.words))
    alike, agreed = overlap(a.words, b.words), one_kind(a, b)
    lone = bool({a.text("kind"), b.text("kind")} & set(rules()["lone_kinds"]))
    if made and agreed and share_topics(a, b) and (alike >= 0.25 or lone):
        return 0.4 + alike / 2
    if shared == least and agreed and _on_topic(a, b) and near(a, b, 2 * _YEAR):
        return 0.4 + alike / 2
    if lone and agreed and a.numbers and a.numbers == b.numbers and near(a, b, _LIFE[2]):
        return 0.4 + alike / 2
    if agreed and lone and share_topics(a, b):
        return 0.0
    return 0.0 if shared and (least < 2 or alike >= 0.34) else None


def one_kind(a: Item, b: Item) -> bool:
    """Whether two documents are of one kind, or one leaves it open."""
    return same(a, b, "kind") is not False


def _on_topic(a: Item, b: Item) -> bool:
    """Whether topics speak for one document: shared ones; for a kind that is lone, none at least against."""
    shared = share_topics(a, b)
    return bool(shared) or (
        shared is None and bool({a.text("kind"), b.text("kind")} & set(rules()["lone_kinds"]))
    )


@lru_cache(maxsize=65536)
def _range(value: str) -> Days | None:
    from itogi.model.values import date_range

    return date_range(value)


def making(item: Item, *, ahead: bool = True) -> Days | None:
    """When a document was made: its date if it was signed, else the day that a later stage recalls.

    Args:
        item: the record.
        ahead: whether the day counts on which it will be made.
    """
    stage = item.text("stage")
    if stage in rules()["made_since"]:
        since = item.text("since")
        return _range(since) if since else None
    wanted = (*rules()["made"], *((*rules()["to_be_made"], "") if ahead else ()))
    return item.days if stage in wanted else None


def _made_apart(a: Item, b: Item) -> bool:
    """Whether two documents were made in far months, or are two whose one stage came in far months."""
    one, two = making(a, ahead=False), making(b, ahead=False)
    if one and two and not days_overlap(one, two, _MONTH):
        return True
    done = a.text("stage") == b.text("stage") and a.text("stage") in rules()["once"]
    return bool(done and a.days and b.days and not days_overlap(a.days, b.days, _MONTH))


def made_together(a: Item, b: Item) -> bool:
    """Whether two documents were made, or came to one stage, on one day, as far as the dates tell."""
    pairs = [(making(a), making(b))]
    if a.text("stage") == b.text("stage"):
        pairs.append((a.days, b.days))
    return any(
        one and two and days_overlap(one, two) and max((d[1] - d[0]).days for d in (one, two)) <= _MONTH
        for one, two in pairs
    )


def _made_in_one_year(a: Item, b: Item) -> bool:
    """Whether two of a rare kind were made in one year; one of them may not say the day."""
    one, two = making(a), making(b)
    if a.text("kind") not in rules()["rare_kinds"] or not one or not two:
        return False
    return days_overlap(one, two) and max((d[1] - d[0]).days for d in (one, two)) <= _YEAR


def _becomes(draft: Item, made: Item) -> bool:
    """Whether a plain draft of a rare kind is what was made of its topics within a year."""
    day, topics = making(made), set(draft.many("topics"))
    if not is_draft(draft) or not day or not draft.said or not topics or topics != set(made.many("topics")):
        return False
    return 0 <= (day[0] - draft.said).days <= _YEAR


def is_draft(item: Item) -> bool:
    """Whether a document of a rare kind is on its way, under a plain title."""
    rare = item.text("kind") in rules()["rare_kinds"]
    return rare and not item.words and item.text("stage") in rules()["under_way"]


# Bodies


def body(a: Item, b: Item) -> Verdict:
    """Bodies are told by name, in full or by initials."""
    one, two = a.text("name"), b.text("name")
    if is_short_for(one, two) or full_name(a) == full_name(b):
        return 1.0
    if told_apart(a, b) or (a.words ^ b.words) & head_stems("body_parts"):
        return None
    if not a.words or not b.words:
        return 1.0 if short_name(a) == short_name(b) and not one_article(a, b) else 0.0
    alike, heads = worded(a, b), head_stems("body_heads")
    if apart(a.words - heads, b.words - heads):
        return None
    if not alike and not one_article(a, b) and not unlike(a.words, b.words):
        # A single word that the other name holds: enough where the sentences tell the rest.
        rest = a.words ^ b.words
        alike = 0.3 if rest <= a.context & b.context else 0.0
    return alike or (None if one_article(a, b) else 0.0)


def full_name(item: Item) -> str:
    """The name of a body, in full where the lexicon knows it."""
    return body_name(item.text("organisation"), fold(item.text("name")))


def short_name(item: Item) -> str:
    """The stems of a name that is made of plain words only."""
    return " ".join(sorted(stems(item.text("name"))))


# Quotes


def quote(a: Item, b: Item) -> Verdict:
    """Quotes are one where one holds the other, or they share most of their words."""
    if not same_person(a.text("speaker"), b.text("speaker")):
        return None
    one, two = fold(a.text("text")), fold(b.text("text"))
    short, long = sorted((one, two), key=len)
    if len(short) >= 40 and short in long:
        return 2.0
    if one_article(a, b):
        return None
    first, second = stems(one), stems(two)
    shared, least = len(first & second), min(len(first), len(second))
    if shared >= 4 and shared / len(first | second) >= 0.8:
        return 1.0
    # A short quotation, or a part of a longer one, only while it is still being quoted.
    held = shared >= 2 and shared == least and said_within(a, b, 2 * _YEAR)
    return 0.9 if held or (shared >= 3 and shared / least >= ALIKE and said_within(a, b, 100)) else 0.0


# Commitments


def commitment(a: Item, b: Item) -> Verdict:
    """Commitments are told by their words; parties, due date and topic make up for a few of them."""
    due = due_together(a, b)
    if due is False or (one_article(a, b) and unlike(numbers(a.wording), numbers(b.wording))):
        return None
    alike = overlap(a.words, b.words)
    if alike >= 0.7 and min(len(a.words), len(b.words)) >= 3:
        return 1.0 + alike
    if one_article(a, b) or not parties(a) & parties(b) or not said_within(a, b, _TWO_YEARS):
        return 0.0
    shared, topics = len(a.words & b.words), set(a.many("topics"))
    if due and topics and topics == set(b.many("topics")) and len(a.context & b.context) >= 2:
        return 0.5 + alike
    if share_topics(a, b) is False or not shared:
        return 0.0
    if due and (shared >= 2 or (share_topics(a, b) and len(a.context & b.context) >= 3)):
        return 0.5 + alike
    return alike if shared >= 3 and alike >= 0.3 else 0.0


def parties(item: Item) -> frozenset[str]:
    """Who commits themselves, persons by their family names."""
    return frozenset(fold(actor).split()[-1] for actor in item.many("actors") if actor.split())


def due_together(a: Item, b: Item) -> bool | None:
    """Whether two commitments are due together; None where one does not say."""
    one, two = a.text("due"), b.text("due")
    if not one or not two:
        return None
    first, second = _range(one), _range(two)
    return bool(first and second and days_overlap(first, second, _MONTH))


# Invitations


def invitation(a: Item, b: Item) -> Verdict:
    """Invitations are told by host, occasion, place and date."""
    one, two = occasion_days(a), occasion_days(b)
    if one and two and not days_overlap(one, two):
        return None
    where = same_words(a, b, "place")
    if where is False or apart(guests(a), guests(b)):
        return None
    host, dated = _same_host(a, b), bool(one and two)
    if host is False or not said_within(a, b, 2 * _YEAR):
        return 0.0
    alike, together = _occasion(a, b), bool(where and dated)
    exact = all(day and (day[1] - day[0]).days <= _MONTH for day in (one, two))
    if host is None:
        return 0.7 if together and (exact or not unlike(a.words, b.words)) else 0.0
    if a.words and b.words and not alike:
        return 0.6 if together and exact else 0.0
    if one_article(a, b) and not alike:
        return None
    score = alike + bool(where) + dated + bool(guests(a) & guests(b))
    return score if score >= 1.0 else 0.0


def occasion_days(item: Item) -> Days | None:
    """When the occasion is: an invitation itself counts when it is voiced."""
    return _range(item.text("date")) if item.text("date") else None


def _occasion(a: Item, b: Item) -> float:
    """How alike the occasions are; one that holds the other is half alike."""
    held = bool(a.words and b.words) and not unlike(a.words, b.words)
    return worded(a, b) or (0.5 if held and not one_article(a, b) else 0.0)


def _same_host(a: Item, b: Item) -> bool | None:
    """Whether the hosts are one; None where one is a state or a body and the other may speak for it."""
    one, two = a.text("host"), b.text("host")
    if fold(one) == fold(two) or same_person(one, two):
        return True
    return None if one.isupper() != two.isupper() else False


@lru_cache(maxsize=16384)
def _named(guests: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(fold(word)) for guest in guests for word in guest.split() if word[:1].isupper())


def guests(item: Item) -> frozenset[str]:
    """The stems of the guests who are named: persons, states, institutions."""
    return _named(item.many("guests"))
