"""What pages ask of a register: overview, queue, lists, news; and that counts follow every change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from making import fact, fill, many, report

from itogi.errors import UsageError
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register

HEADS = "heads-of-state"


def session(published="2024-11-28", outlet="Пример", **slots):
    slots = {"organisation": "CSTO", "level": HEADS, "date": "2024-11-28", **slots}
    return report(fact("meeting", f"Сессия: {slots}.", **slots), published=published, outlet=outlet)


def treaty(stage, published, lead="", **slots):
    slots = {"organisation": "CSTO", "kind": "agreement", "title": "о совместной охране неба", **slots}
    sentence = f"Соглашение {slots['title']}: {stage}."
    return report(fact("document", sentence, stage=stage, **slots), published=published, lead=lead)


def sure(given, confidence):
    """The same report with records of this confidence."""
    article, records = given
    return article, [replace(r, confidence=confidence) for r in records]


YEARS = (
    session(place="Астана", topics=("terrorism", "drugs"), countries=("KZ", "RU")),
    session(outlet="Другой", place="Алматы"),
    session(published="2023-11-23", date="2023-11-23", place="Минск", topics=("drugs",)),
    treaty("drafting", "2024-03-01"),
    report(
        fact("activity", "Учение «Рубеж» прошло.", organisation="CSTO", kind="exercise", name="Рубеж",
             date="2024-09", status="held"),
        fact("quote", "«Мы готовы», – сказал Иван Петров.", speaker="Иван Петров", text="Мы готовы"),
        fact("office", "Секретарь Иван Петров.", person="Иван Петров", position="секретарь", of_="CSTO"),
        published="2024-09-30",
    ),
    report(fact("chairmanship", "Председательствует Казахстан.", organisation="CSTO", country="KZ",
                year="2024", status="current")),
    report(fact("meeting", "Саммит ШОС.", organisation="SCO", level=HEADS, date="2024-07-04")),
)  # fmt: skip


def check(register):
    """The briefs follow from the entries, the counts from the briefs."""
    assert not list(register.verify())


def test_it_is_told_where_briefs_and_counts_do_not_follow(register):
    from itogi.register import models

    fill(register, *YEARS[:1])
    rows = register._rows.rows
    rows(models.Brief).update(title="не то")
    assert [p.problem for p in register.verify()] == ["its brief does not follow from it"]
    register.index_again()
    check(register)
    rows(models.Tally).filter(facet="topic", value="drugs", organisation="CSTO").update(n=5)
    (problem,) = register.verify()
    assert problem.where == "counts"
    register.index_again()
    rows(models.Brief).all().delete()
    assert {p.where for p in register.verify()} >= {"briefs"}


# Overview


def test_an_overview_counts_what_the_register_holds(register):
    fill(register, *YEARS)
    seen = register.overview("CSTO")
    assert seen.years[2024] == {
        "activity": 1, "chairmanship": 1, "document": 1, "meeting": 1, "office": 1, "quote": 1,
    }  # fmt: skip
    assert seen.years[2023] == {"meeting": 1}
    assert seen.lanes == {
        2023: {"session": 1}, 2024: {"chairmanship": 1, "document": 1, "exercise": 1, "session": 1},
    }  # fmt: skip
    assert seen.topics == {"drugs": 2, "terrorism": 1}
    assert seen.stages["document"] == {"drafting": 1}
    assert seen.countries == {"KZ": 2, "RU": 1}
    assert sum(seen.types.values()) == len(register.entries("CSTO"))
    assert seen.awaiting == register.queue_size(organisation="CSTO") == 7
    assert (seen.first, seen.last) == (date(2023, 11, 23), date(2024, 12, 31))
    assert next(b.lane for b in seen.plot) == "session"
    assert {b.id for b in seen.plot} == {
        e.id for e in register.entries("CSTO") if e.type not in ("quote", "office")
    }
    (disputed,) = seen.disagreements
    assert set(disputed.differing["place"]) == {"Астана", "Алматы"}
    assert disputed.records == disputed.sources == 2
    check(register)


def test_counts_of_the_register_hold_what_was_rejected_too(register):
    fill(register, *YEARS)
    before, organisations = register.counts(), register.organisations()
    assert before.entries == Counter(e.type for e in register.entries())
    assert before.records == Counter(r.type for r in register.records())
    register.decide("reject", register.entries("CSTO", "document")[0].id, actor="Анна")
    assert register.counts() == before and register.organisations() == organisations == {"CSTO": 5, "SCO": 1}


def test_an_overview_of_all_counts_each_entry_once(register):
    fill(register, *YEARS)
    seen = register.overview()
    assert sum(seen.types.values()) == len(register.entries())
    assert seen.awaiting == register.queue_size()
    assert not register.overview("NATO").types


def test_an_overview_follows_decisions_and_new_reports(register):
    fill(register, *YEARS[:3])
    entry = register.entries("CSTO", period=2023)[0]
    before = register.overview("CSTO")
    assert before is register.overview("CSTO")
    number = register.decide("reject", entry.id, actor="Анна").number
    after = register.overview("CSTO")
    assert 2023 not in after.years and after.awaiting == before.awaiting - 1
    assert entry.id not in {b.id for b in after.plot}
    check(register)
    register.undo(number, actor="Анна")
    assert register.overview("CSTO").years == before.years
    register.decide("edit", entry.id, actor="Анна", slot="date", value="2022-11-23")
    assert register.overview("CSTO").years[2022] == {"meeting": 1}
    fill(register, session(published="2022-11-23", date="2022-11-23"))
    check(register)


def test_another_process_sees_what_this_one_did(register, target):
    fill(register, *YEARS[:1])
    with open_register(target) as other:
        seen = other.overview("CSTO")
        fill(register, YEARS[2])
        assert other.overview("CSTO").years != seen.years
        assert other.overview("CSTO").revision == register.revision() != seen.revision


# Revision


def test_a_revision_changes_with_what_readers_see_and_with_nothing_else(register):
    seen = [register.revision()]

    def changed():
        seen.append(register.revision())
        return seen[-1] != seen[-2] and seen[-1] not in seen[:-1]

    fill(register, YEARS[0])
    assert changed()
    fill(register, YEARS[0])
    assert not changed()
    entry = register.entries()[0].id
    number = register.decide("comment", entry, actor="Анна", reason="проверить").number
    assert changed()
    register.undo(number, actor="Анна")
    assert changed()
    fill(register, YEARS[-1])
    assert changed()
    register.reread(YEARS[-1][0], [], apply=False)
    assert not changed()
    register.reread(YEARS[-1][0], [], apply=True)
    assert changed() and not register.entries("SCO")


# Queue


QUEUE = (
    sure(session(), 0.9),
    sure(treaty("drafting", "2024-03-01"), 0.5),
    sure(report(fact("quote", "«Да», – сказал он.", text="Да", speaker="KZ")), 0.3),
    sure(report(fact("office", "Глава штаба Анатолий Сидоров.", person="Анатолий Сидоров")), 0.99),
)


def types(page):
    return [w.brief.type for w in page.items]


def test_the_queue_begins_with_what_is_least_sure_and_weighs_most(register):
    fill(register, *QUEUE)
    assert types(register.queue()) == ["document", "quote", "meeting", "office"]
    assert types(register.queue(surest=True)) == ["office", "meeting", "quote", "document"]
    # Sources that contradict each other make a session weigh twice.
    fill(register, sure(session(outlet="Другой", place="Ереван"), 0.6), sure(session(place="Астана"), 0.6))
    assert types(register.queue())[1:3] == ["quote", "meeting"]


def test_the_queue_goes_on_where_a_page_ended(register):
    fill(register, *QUEUE)
    for surest in (False, True):
        found, after = [], None
        while True:
            page = register.queue(limit=1, after=after, surest=surest)
            found += types(page)
            after = page.after
            if after is None:
                break
        assert found == types(register.queue(surest=surest))
    with pytest.raises(UsageError, match="no place in the queue"):
        register.queue(after="далее")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"type": "quote"}, ["quote"]),
        ({"organisation": "CSTO"}, ["document", "meeting"]),
        ({"organisation": "CSTO", "type": "meeting"}, ["meeting"]),
        ({"organisation": "NATO", "type": "meeting"}, []),
        ({"organisation": ""}, ["quote", "office"]),
        ({"least": 0.9}, ["meeting", "office"]),
        ({"most": 0.5}, ["document", "quote"]),
        ({"least": 0.5, "most": 0.9}, ["document", "meeting"]),
        ({"country": "KZ"}, ["quote"]),
        ({"country": "AM"}, []),
        ({"since": date(2024, 11, 28), "until": date(2024, 11, 28), "type": "meeting"}, ["meeting"]),
        ({"until": date(2024, 3, 2)}, ["document"]),
    ],
)
def test_the_queue_can_be_limited(register, wanted, found):
    fill(register, *QUEUE)
    assert types(register.queue(**wanted)) == found
    assert register.queue_size(**wanted) == len(found)
    assert len(register.queue_ids(**wanted)) == len(found)


def test_what_waits_is_shown_with_its_sentence_and_with_what_says_the_same(register):
    text = "Утром шёл дождь. Сессия ОДКБ прошла в Астане. Потом был обед."
    raw = hash_bytes(text.encode())
    article = Article(article_id(raw), text, "Сессия", "Пример", None, date(2024, 11, 28), raw_hash=raw)
    start = text.index("Сессия")
    evidence = Evidence.of(article, start, text.index(" Потом"))
    slots = {"organisation": "CSTO", "level": HEADS, "date": "2024-11-28"}
    fill(register, (article, [Record("meeting", slots, (evidence,), 0.9, "test")]), sure(session(), 0.4))
    (waiting,) = register.queue().items
    (context,) = waiting.contexts
    assert (context.before, context.after) == ("Утром шёл дождь. ", " Потом был обед.")
    assert context.text == evidence.text and (context.start, context.end) == (start, evidence.end)
    assert context.article.title == "Сессия"
    ((other, head),) = waiting.others
    assert (other.confidence, head.outlet) == (0.4, "Пример")
    assert waiting.token == register.token(waiting.brief.id)


def test_what_was_decided_on_no_longer_waits_and_does_after_an_undo(register):
    fill(register, *QUEUE)
    first = register.queue(limit=1).items[0].brief.id
    number = register.decide("accept", first, actor="Анна").number
    assert register.queue_size() == 3 and first not in register.queue_ids()
    register.undo(number, actor="Анна")
    assert register.queue(limit=1).items[0].brief.id == first


def test_many_are_accepted_by_a_decision_each(register):
    fill(register, *QUEUE, *many(0, 30))
    ids = register.queue_ids(least=0.8)
    register.decide("reject", ids[0], actor="Борис")
    done = register.accept_all(ids, actor="Анна", reason="выше порога")
    assert done.passed == (ids[0],)
    assert {d.kind for d in done.decisions} == {"accept"} and len(done.decisions) == len(ids) - 1
    assert {register.entry(id).review for id in ids[1:]} == {"accepted"}
    assert register.entry(ids[0]).review == "rejected"
    assert not register.queue_ids(least=0.8)
    register.undo(done.decisions[0].number, actor="Анна")
    assert register.queue_size(least=0.8) == 1
    check(register)


def test_what_changed_since_it_was_shown_is_not_accepted_with_many(register):
    fill(register, *QUEUE)
    shown = {w.brief.id: w.token for w in register.queue().items}
    meeting = next(w.brief.id for w in register.queue().items if w.brief.type == "meeting")
    fill(register, session(outlet="Другой"))
    done = register.accept_all(list(shown), actor="Анна", expected=shown)
    assert done.passed == (meeting,)


# News


def test_news_are_new_entries_and_other_stages(register):
    fill(register, treaty("drafting", "2024-03-01"))
    moment = register.changes()[0].learnt
    assert datetime.now(UTC) - moment < timedelta(minutes=5)
    fill(register, treaty("signed", "2024-11-28"), YEARS[-1])
    new, signed, drafted = register.changes()
    assert (new.brief.organisation, new.new, new.stage) == ("SCO", True, "")
    assert (signed.new, signed.before, signed.stage) == (False, "drafting", "signed")
    assert (drafted.new, drafted.stage) == (True, "drafting")
    assert register.changes(organisation="CSTO", type="document") == [signed, drafted]
    assert register.changes(entry=signed.brief.id) == [signed, drafted]
    assert register.changes(since=moment) == [new, signed]
    assert register.changes(limit=1) == [new]


def test_an_earlier_report_or_another_merging_is_no_news(register):
    fill(register, treaty("signed", "2024-11-28"))
    before = register.entries()[0].id
    fill(register, treaty("drafting", "2024-03-01"))
    assert register.entries()[0].id != before
    assert len(register.changes()) == 1
    told = register.changes()
    register.merge_again()
    register.index_again()
    assert register.changes() == told


def test_what_was_rejected_is_no_news(register):
    fill(register, treaty("signed", "2024-11-28"), session())
    register.decide("reject", register.entries("CSTO", "meeting")[0].id, actor="Анна")
    assert [c.brief.type for c in register.changes()] == ["document"]


def test_of_a_register_from_before_it_is_known_when_it_was_read(register, target):
    from itogi.register import models

    with register.run("test") as run:
        register.add(*treaty("signed", "2024-11-28"), run)
    rows = register._rows.rows
    for table in (models.News, models.Brief, models.Tally, models.Revision):
        rows(table).all().delete()
    with open_register(target) as again:
        (change,) = again.changes()
        assert change.learnt == rows(models.Run).get(id=run).started
        assert again.overview("CSTO").types == {"document": 1}
        assert again.revision()
        check(again)


# Lists


def test_entries_records_and_articles_come_by_pages(register):
    fill(register, *YEARS)

    def all_of(ask, **filters):
        found, after = [], None
        while True:
            page = ask(limit=2, after=after, **filters)
            found += page.items
            if (after := page.after) is None:
                return found

    entries = all_of(register.entries_page)
    assert len(entries) == len(register.entries())
    assert [b.first for b in entries] == sorted((b.first for b in entries), reverse=True)
    own = all_of(register.entries_page, organisation="CSTO", type="meeting", since=date(2024, 1, 1))
    assert [b.id for b in own] == [e.id for e in register.entries("CSTO", "meeting", 2024)]
    records = all_of(register.records_page)
    assert {r.id for r, _ in records} == {r.id for r in register.records()}
    assert all(r in register.entry(entry).records for r, entry in records)
    assert {h.id for h in all_of(register.articles_page)} == {a.id for a in register.articles()}
    assert {h.published for h in all_of(register.articles_page, organisation="SCO")} == {date(2024, 11, 28)}


def test_a_person_and_a_country_have_their_entries_by_type(register):
    fill(register, *YEARS)
    person = register.person("Петрова Ивана").sections
    assert set(person) == {"office", "quote"}
    assert person["office"].items[0].title == "секретарь"
    country = register.country("KZ").sections
    assert {name: len(page.items) for name, page in country.items()} == {"chairmanship": 1, "meeting": 1}


def test_sessions_of_some_days_for_a_calendar(register):
    fill(register, *YEARS, session(level="foreign-ministers", date="2024-06-01"),
         session(formats=("bilateral",), date="2024-06-02", countries=("KZ", "RU")))  # fmt: skip
    found = register.sessions("CSTO", date(2024, 1, 1), date(2024, 12, 31))
    assert [b.first for b in found] == [date(2024, 6, 1), date(2024, 11, 28)]
    assert [b.first for b in register.sessions("CSTO", councils=False)] == [
        date(2023, 11, 23),
        date(2024, 11, 28),
    ]


def test_related_entries_and_by_which_rule(register):
    both = report(
        fact("meeting", "Сессия.", organisation="CSTO", level=HEADS, date="2024-11-28", place="Астана"),
        fact("document", "Подписано соглашение о тыле.", organisation="CSTO", kind="agreement",
             title="о тыловом обеспечении войск", stage="signed"),
    )  # fmt: skip
    council = report(fact("meeting", "Совет министров.", organisation="CSTO", level="defence-ministers",
                          date="2024-11-28", place="Астана"))  # fmt: skip
    later = treaty("drafting", "2023-01-01", title="о тыловом обеспечении войск в горах и в пустыне",
                   kind="protocol")  # fmt: skip
    fill(register, both, council, later, YEARS[-1])
    meeting = next(e for e in register.entries("CSTO", "meeting") if e.value("level") == HEADS)
    rules = {r.brief.type: r.rule for r in register.related(meeting.id)}
    assert rules == {"document": "reports", "meeting": "place"}
    signed = next(e for e in register.entries("CSTO", "document") if e.value("stage") == "signed")
    assert [r.rule for r in register.related(signed.id)] == ["reports", "words"]
    assert register.related("нет") == []


def test_an_article_with_its_records_and_reprints(register):
    article, records = YEARS[4]
    fill(register, (article, records))
    page = register.article_page(article.id)
    assert [r.id for r, _, _ in page.records] == [r.id for r in records]
    assert all(register.entry(entry).records[0].id == r.id for r, entry, _ in page.records)
    assert page.reprints == () and page.article.text == article.text
    assert register.article_page("нет") is None


def test_briefs_follow_reprints_and_late_metadata(register):
    """Whether a source counts as one or two, and as official, can show later than the entry."""
    article, records = session(place="Астана")
    fill(register, (replace(article, outlet=None), records), session(outlet="Другой", place="Алматы"))
    register.add(replace(article, outlet="Кремль"), [])
    check(register)
