"""Searching: what is found, in which order, on both databases alike; and an index that is never behind."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from databases import empty_database, missing
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st
from making import fact, fill, report, state

from itogi.errors import UsageError
from itogi.language.words import forms, words
from itogi.model.record import Evidence, Record
from itogi.register import models, open_register
from itogi.register.asking import read_query

SESSION = report(
    fact("meeting", "В Астане прошла сессия Совета коллективной безопасности.", organisation="CSTO",
         level="heads-of-state", date="2024-11-28", place="Астана", status="held", countries=("KZ",),
         people=("Касым-Жомарт Токаев", "Владимир Путин"), topics=("border",)),
    published="2024-11-29",
)  # fmt: skip
PROGRAMME = report(
    fact("document", "Министры подписали целевую программу укрепления горной границы.", organisation="CSTO",
         kind="programme", title="целевая программа укрепления горной границы", stage="signed",
         date="2024-11-27", topics=("border",)),
    fact("quote", "«Мы всё решили», – заявил Александр Лукашенко.", speaker="Александр Лукашенко",
         text="Мы всё решили"),
    published="2024-11-27",
)  # fmt: skip
TRADE = report(
    fact("document", "Программа торговли зерном готовится, сталь в неё не вошла.", organisation="SCO",
         title="программа торговли зерном", stage="drafting"),
    fact("invitation", "Узбекистан пригласил Александра Новака на ёлку в Ташкент.", host="UZ",
         guests=("Александр Новак",), occasion="ёлка", place="Ташкент"),
    published="2023-05-02",
)  # fmt: skip
ALL = (SESSION, PROGRAMME, TRADE)


@pytest.fixture
def filled(register):
    fill(register, *ALL)
    return register


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """The same register for all that only ask."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            target = str(tmp_path_factory.mktemp("kept") / "r.db")
        else:
            target = stack.enter_context(empty_database(request.getfixturevalue("template")))
        register = stack.enter_context(open_register(target))
        fill(register, *ALL)
        yield register


def types(hits):
    """The types of the entries among hits: each stands once in these reports, but for documents."""
    return [hit.organisation if hit.type == "document" else hit.type for hit in hits]


def entries(register, query="", **filters):
    return types(register.search(query, kinds=("entries",), **filters))


CSTO, SCO = "CSTO", "SCO"  # the documents of these


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("сессии", ["meeting"]),
        ("Астана", ["meeting"]),
        ("АСТАНЕ сессий", ["meeting"]),
        ("астана программа", []),
        ("программами", [CSTO, SCO]),
        ("горных", [CSTO]),
        ('"целевых программ"', [CSTO]),
        ("«целевая программа»", [CSTO]),
        ('"программа целевая"', []),
        ('"программа торговли зерном"', [SCO]),
        ('программа -"целевая программа"', [SCO]),
        ('программа -"программа целевая"', [CSTO, SCO]),
        ("программа -граница", [SCO]),
        ("программа -границ*", [SCO]),
        ("программа -а-б", [CSTO, SCO]),
        ("подписа*", [CSTO]),
        ("торгов*", [SCO]),
        ("укрепл* горн*", [CSTO]),
        ('"укреплен* горн*"', [CSTO]),
        ("елка", ["invitation"]),
        ("ЁЛКУ", ["invitation"]),
        ("все", ["quote"]),
        ("всё", ["quote"]),
        ("стали", [SCO]),
        ("сталью", [SCO]),
        ("heads-of-state", ["meeting"]),
        ("токаева", ["meeting"]),
        ("Касым-Жомарта", ["meeting"]),
        ("Жомарт-Касым", []),
        ("программа — , .", [CSTO, SCO]),
        ("прогр%мма", []),
        ("' OR 1=1", []),
        ("title : программа", []),
        ("программа AND", []),
        ("про&грамма|", []),
        ("программа\x00", [CSTO, SCO]),
        ("x" * 5000, []),
    ],
)
def test_what_a_query_finds(kept, query, found):
    assert entries(kept, query) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"type": "document"}, [CSTO, SCO]),
        ({"type": "document", "query": "граница"}, [CSTO]),
        ({"organisation": "CSTO"}, ["meeting", CSTO, "quote"]),
        ({"organisation": "csto"}, ["meeting", CSTO, "quote"]),
        ({"organisation": "SCO"}, [SCO, "invitation"]),
        ({"organisation": "EAEU"}, []),
        ({"country": "KZ"}, ["meeting"]),
        ({"country": "UZ"}, ["invitation"]),
        ({"person": "Токаева"}, ["meeting"]),
        ({"person": "Касым-Жомарта Токаева"}, ["meeting"]),
        ({"person": "К. Токаев"}, ["meeting"]),
        ({"person": "Александр"}, ["quote", "invitation"]),
        ({"person": "Лукашенко Александр"}, ["quote"]),
        ({"person": "Александр Путин"}, []),
        ({"person": "Владимир Токаев"}, []),
        ({"topic": "border"}, ["meeting", CSTO]),
        ({"stage": "signed"}, [CSTO]),
        ({"stage": "held"}, ["meeting"]),
        ({"since": date(2024, 11, 28)}, ["meeting"]),
        ({"since": date(2024, 1, 1), "type": "document"}, [CSTO]),
        ({"until": date(2023, 12, 31)}, [SCO, "invitation"]),
        ({"since": date(2024, 11, 27), "until": date(2024, 11, 27)}, [CSTO, "quote"]),
        ({"until": date.max}, ["meeting", CSTO, "quote", SCO, "invitation"]),
        ({"query": "-программа", "organisation": "CSTO"}, ["meeting", "quote"]),
    ],
)
def test_what_filters_leave(kept, filters, found):
    assert sorted(entries(kept, **filters)) == sorted(found)


def test_records_and_articles_are_found_as_well(kept):
    hits = kept.search("программа укрепления")
    assert [hit.kind for hit in hits] == ["entries", "records", "articles"]
    entry, record, article = hits
    assert (entry.id, record.entry) == (record.entry, entry.id)
    assert article.id == record.article == PROGRAMME[0].id
    assert article.title == PROGRAMME[0].title and record.title.startswith("целевая программа")
    assert [h.id for h in kept.search("", kinds=("articles",), type="quote")] == [article.id]
    assert kept.search("", kinds=("articles",), organisation="SCO", country="UZ")


def test_the_sentence_is_shown_with_its_words_marked(kept):
    (hit,) = kept.search("границы -сессия министр*", kinds=("articles",))
    assert hit.text == "Министры подписали целевую программу укрепления горной границы."
    assert [hit.text[a:b] for a, b in hit.spans] == ["Министры", "границы"]
    (hit,) = kept.search("", kinds=("entries",), type="quote")
    assert hit.text.startswith("«Мы всё") and hit.spans == ()


def test_the_best_sentence_of_a_long_text(register):
    text = "Граница открыта. " + "Ничего нового нет. " * 400 + "Граница гор и горная граница – разное."
    article, _ = report(fact("quote", "«Да», – сказал он.", text="Да"))
    register.add(replace(article, text=text, title=None), [])
    for query in ("гора граница", '"горная граница"'):
        (hit,) = register.search(query)
        assert hit.text == "Граница гор и горная граница – разное."


def test_titles_first_then_the_later(register):
    def told(day, title, text):
        article, _ = report(fact("quote", text, text=text), published=day)
        return replace(article, title=title), []

    fill(
        register,
        told("2020-01-01", "Саммит в Астане", "О саммите."),
        told("2024-01-01", "Вести", "Саммит, Астана."),
        told("2022-01-01", "Саммит", "Астана ждёт."),
        told(None, "Астанинский день", "Саммит. Астана."),
    )
    found = register.search("саммит астана")
    assert [hit.day and hit.day.year for hit in found] == [2020, 2024, 2022, None]
    assert len({hit.cursor for hit in found}) == 4


def test_pages_follow_each_other(kept):
    for query, filters in (("программа", {}), ('"программа" -ничто', {}), ("", {"organisation": "CSTO"})):
        whole = kept.search(query, **filters)
        paged, after = [], None
        while page := kept.search(query, limit=2, after=after, **filters):
            paged += page
            after = page[-1].cursor
        assert paged == whole and len(whole) > 2


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        ('"открыто', {}, "not closed"),
        ("", {}, "no word"),
        ("—", {}, "no word"),
        ("-сессия", {}, "no word"),
        ("*", {}, "end of a word"),
        ("се*сия", {}, "end of a word"),
        ("с*", {}, "one letter"),
        ("слово " * 40, {}, "too many"),
        ("слово", {"type": "song"}, "no type"),
        ("слово", {"topic": "song"}, "no topic"),
        ("слово", {"stage": "song"}, "no stage"),
        ("слово", {"kinds": ("songs",)}, "no kind"),
        ("слово", {"person": "—"}, "no name"),
        ("слово", {"limit": 0}, "cannot be shown"),
        ("слово", {"after": "2-ff"}, "no place"),
        ("слово", {"after": "0-я"}, "no place"),
        ("слово", {"since": date(2024, 1, 2), "until": date(2024, 1, 1)}, "after"),
    ],
)
def test_bad_queries_are_told(kept, query, options, said):
    with pytest.raises(UsageError, match=said):
        kept.search(query, **options)


# The index follows


def whole(register):
    assert list(register.verify()) == []


def test_metadata_and_another_reading(register):
    article, records = report(*_facts("ODKB"), published=None)
    fill(register, (replace(article, title=None), records))
    assert not register.search("", since=date(2020, 1, 1))
    register.add(replace(article, title="Полярный заголовок", published=date(2021, 2, 3)), records)
    assert {hit.kind for hit in register.search("", since=date(2021, 2, 3))} == {
        "entries",
        "records",
        "articles",
    }
    assert register.search("полярные заголовки")[0].id == article.id
    whole(register)
    span = (Evidence.of(article, 0, len(article.text)),)
    new = Record("commitment", {"text": "Всё будет"}, span)
    found = register.reread(article, [new], apply=True)
    assert found.added and found.removed
    assert not register.search("", type="quote") and register.search("", type="commitment")
    whole(register)


def _facts(organisation):
    return (
        fact("quote", "Всё будет хорошо, сказал он.", text="Всё будет"),
        fact(
            "figure",
            "Прошло 60 встреч.",
            organisation=organisation,
            what="meetings",
            label="встреч",
            value=60,
        ),
    )


def test_another_reading_moves_entries_of_records_that_stay(register):
    """A quote belongs to what its article is about, and that has changed."""
    article, (quote, figure) = report(*_facts("CSTO"))
    fill(register, (article, [quote, figure]))
    assert entries(register, organisation="CSTO", type="quote")
    other = Record("figure", {**figure.slots, "organisation": "SCO"}, figure.evidence)
    register.reread(article, [quote, other], apply=True)
    assert not entries(register, organisation="CSTO") and entries(register, organisation="SCO", type="quote")
    whole(register)


def test_decisions_and_their_undoing(filled):
    start = state(filled)
    (entry,) = filled.search("граница", kinds=("entries",), type="document")
    steps = [
        (("edit", entry.id), {"slot": "title", "value": "Полярный устав"}, "полярный", 1),
        (("edit", entry.id), {"slot": "stage", "value": "ratified"}, "", 1),
        (("reject", entry.id), {}, "граница", 0),
        (("reject", entry_record(filled, entry.id)), {}, "граница", 0),
    ]
    for args, more, query, count in steps:
        number = filled.decide(*args, actor="Анна", **more).number
        filters = {"stage": "ratified"} if not query else {"type": "document"}
        assert len(filled.search(query, kinds=("entries",), **filters)) == count, args
        whole(filled)
        filled.undo(number, actor="Анна")
        assert state(filled)[-1] == start[-1]
        whole(filled)


def entry_record(register, id):
    return register.entry(id).records[0].id


def test_merge_and_split(register):
    def session(place, day):
        text = f"Сессия прошла, {place}."
        return report(
            fact("meeting", text, organisation="CSTO", level="heads-of-state", date=day, place=place)
        )

    fill(register, session("Астана", "2024-11-28"), session("Ереван", "2024-12-19"))
    one, two = (hit.id for hit in register.search("сессия", kinds=("entries",)))
    number = register.decide("merge", one, others=[two], actor="Анна").number
    (hit,) = register.search("Астана Ереван", kinds=("entries",))
    whole(register)
    register.decide("split", hit.id, others=[entry_record(register, hit.id)], actor="Анна")
    assert not register.search("Астана Ереван")
    whole(register)
    register.undo(number, actor="Анна")
    register.merge_again()
    assert len(register.search("сессия", kinds=("entries",))) == 2
    whole(register)


def test_an_older_register_is_indexed_when_it_is_opened(target):
    with open_register(target) as register:
        fill(register, *ALL)
        before = state(register)
        with connections[register._rows.alias].cursor() as cursor:
            cursor.execute("DELETE FROM register_words")
            cursor.execute("DELETE FROM register_indexed")
        assert not register.search("сессия")
    with open_register(target) as register:
        assert state(register) == before
        whole(register)
        register.index_again()
        assert state(register) == before


def test_an_older_register_gets_its_vocabulary_when_it_is_opened(target):
    with open_register(target) as register:
        fill(register, *ALL)
        register._rows.rows(models.Term).all().delete()
        problems = [str(problem) for problem in register.verify()]
        assert any("vocabulary" in problem and "программа" in problem for problem in problems)
    with open_register(target) as register:
        whole(register)
        assert "программа" in register._rows.index.vocabulary.beginning("програм")


def test_words_of_what_was_not_stored_are_not_remembered(register, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    vocabulary = register._rows.index.vocabulary
    with monkeypatch.context() as patch:
        patch.setattr("itogi.register.index.Index._put_entries", fail)
        with pytest.raises(KeyboardInterrupt):
            register.add(*PROGRAMME)
    assert not vocabulary.beginning("програм")
    fill(register, PROGRAMME)
    assert vocabulary.beginning("програм")


@pytest.mark.parametrize("query", ["програм*", "границ* -сесси*", '"сессия сов*"', "о*", "нет_таких*"])
def test_a_beginning_finds_the_same_however_many_words_begin_so(kept, monkeypatch, query):
    found = answers(kept, query)
    monkeypatch.setattr("itogi.register.vocabulary._MOST", 0)
    assert answers(kept, query) == found


def test_what_cannot_be_indexed_is_not_stored(register, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    fill(register, SESSION)
    monkeypatch.setattr("itogi.register.index.Index._put", fail)
    with pytest.raises(KeyboardInterrupt):
        register.add(*PROGRAMME)
    monkeypatch.undo()
    assert register.counts().articles == 1
    whole(register)
    fill(register, PROGRAMME)
    whole(register)


def test_texts_with_one_number_stand_side_by_side(register, monkeypatch):
    day = property(lambda self: (self.first.toordinal() if self.first else 0) << 41)
    monkeypatch.setattr("itogi.register.passages.Passage.number", day)
    fill(register, *ALL, *(report(fact("quote", f"«{n}», – сказал он.", text=f"{n}")) for n in range(5)))
    whole(register)
    assert len(register.search("сказал", kinds=("entries",))) == 5
    (entry,) = register.search("3", kinds=("entries",))
    register.decide("reject", entry.id, actor="Анна")
    assert len(register.search("сказал", kinds=("entries",))) == 4
    whole(register)


def test_an_entry_of_very_many_records_is_known_by_some(register, monkeypatch):
    monkeypatch.setattr("itogi.register.telling.MOST_RECORDS", 3)
    told = [
        report(
            fact("office", f"Номер {n}: министр Иванов.", person="Иван Иванов", position=f"министр {n % 2}")
        )
        for n in range(8)
    ]
    Random(1).shuffle(told)
    fill(register, *told[:5])
    register.add_all(told[5:])
    whole(register)
    assert len(register.search("министр", kinds=("records",))) == 8
    before = state(register)
    register.index_again()
    assert state(register) == before


def test_a_very_long_text(register):
    """More words than a tsvector holds: it is found by its beginning."""
    chance = Random(2)
    middle = " ".join("".join(chance.choices("abcdefghij", k=9)) for _ in range(60_000))
    text = f"Полярное начало.\n{middle}\nПолярный конец."
    article, _ = report(fact("quote", "Да.", text="Да"))
    register.add(replace(article, text=text), [])
    assert [hit.text for hit in register.search('"полярное начало"')] == ["Полярное начало."]
    assert not register.search("конец")


# Both databases answer alike


WORDS = ["сессия", "сессии", "сессий", "Астана", "Астане", "граница", "границы", "горной", "программа"]
WORDS += ["стали", "сталь", "ёлка", "елки", "ОДКБ", "Касым-Жомарт", "14", "решили", "решение", "всё", "все"]


def generated(number):
    chance = Random(number)
    lines = [
        " ".join(chance.choices(WORDS, k=chance.randint(2, 7))) + "." for _ in range(chance.randint(1, 4))
    ]
    facts = [
        fact(
            "document",
            line,
            organisation=chance.choice(("CSTO", "SCO")),
            title=" ".join(line.split()[:3]),
            stage=chance.choice(("signed", "drafting")),
        )
        for line in dict.fromkeys(lines)
    ]
    day = f"20{chance.randint(10, 12)}-0{chance.randint(1, 3)}-11"
    return report(*facts, published=day if number % 7 else None, lead=f"Номер {number}.")


@pytest.fixture(scope="module")
def registers(request, tmp_path_factory):
    """The same reports on SQLite, in one order, and on PostgreSQL, in another."""
    told = [generated(number) for number in range(40)]
    with open_register(tmp_path_factory.mktemp("search") / "r.db") as one:
        one.add_all(told)
        if missing():
            yield [one]
            return
        with empty_database(request.getfixturevalue("template")) as address, open_register(address) as two:
            fill(two, *reversed(told))
            yield [one, two]


asked = st.lists(
    st.builds(
        lambda sign, some, quoted, star: sign + (f'"{" ".join(some)}"' if quoted else some[0]) + star,
        st.sampled_from(["", "", "", "-"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
        st.booleans(), st.sampled_from(["", "", "*"]),
    ),
    min_size=1, max_size=3,
).map(" ".join)  # fmt: skip
limits = st.fixed_dictionaries(
    {},
    optional={
        "organisation": st.sampled_from(["CSTO", "SCO"]),
        "stage": st.sampled_from(["signed", "drafting"]),
        "since": st.sampled_from([date(2011, 1, 1), date(2012, 2, 1)]),
        "kinds": st.sampled_from([("entries",), ("records", "articles")]),
    },
)


def answers(register, query, **options):
    try:
        return register.search(query, limit=1000, **options)
    except UsageError as error:
        return str(error)


@settings(max_examples=100)
@given(asked, limits)
def test_both_databases_answer_alike(registers, query, options):
    first, *others = (answers(register, query, **options) for register in registers)
    assert all(other == first for other in others)


@settings(max_examples=60)
@given(asked)
def test_articles_are_found_as_a_reader_would_find_them(registers, query):
    found = answers(registers[0], query, kinds=("articles",))
    if not isinstance(found, str):
        assert {hit.id for hit in found} == {
            a.id for a in registers[0].articles() if fits(a, read_query(query))
        }


def fits(article, query):
    """The plain reading of a query: each part looked for word by word in title and text."""
    texts = [[word for _, _, word in words(text)] for text in (article.title or "", article.text)]

    def stands(phrase):
        return any(
            all(w.fits(t) for w, t in zip(phrase, text[at:], strict=False)) and len(text) - at >= len(phrase)
            for text in texts for at in range(len(text))
        )  # fmt: skip

    return all(map(stands, query.wanted)) and not any(map(stands, query.unwanted))


@settings(max_examples=100)
@given(st.text(max_size=30) | st.text(alphabet="\"-*«» абв'\\():&|!^~{}", max_size=20))
def test_no_query_breaks_a_database(registers, query):
    first, *others = (answers(register, query) for register in registers)
    assert all(other == first for other in others)


# Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ёлка в Астане!", ["елка", "в", "астане"]),
        ("Касым-Жомарт, 14 документов", ["касым", "жомарт", "14", "документов"]),
        ("За\u0301седание и\u0306 со\u00adвет", ["заседание", "й", "совет"]),
        ("OДКБ", ["одкб"]),  # a Latin O
        ("_ — …", []),
    ],
)
def test_the_words_of_a_text(text, found):
    assert [word for _, _, word in words(text)] == found


def test_all_readings_of_a_word_count():
    assert forms("стали") == {"стали", "сталь", "стать"}
    assert forms("csto") == {"csto"}
