"""Plain text: what goes, what stays, and the way back to the source."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itogi.model.article import Article
from itogi.reading.plain import find_date, read_plain
from itogi.reading.rules import all_outlets

TITLE = "Министры пяти стран договорились о границе"
ONE = "Министры пяти стран подписали в Энске протокол о границе."
TWO = "Следующая встреча пройдёт в мае, сообщил глава делегации."
THREE = "«Мы довольны итогами переговоров», — заявил он журналистам."


def lines(*parts: str) -> str:
    return "\n".join(parts)


def holds(source: str, reading) -> bool:
    """Whether every segment is the same text in the clean text and in the source."""
    return all(
        reading.text[s.start : s.start + s.length] == source[s.source : s.source + s.length]
        for s in reading.segments
    )


BODY = lines(TITLE, ONE, TWO)


@pytest.mark.parametrize(
    ("name", "source", "clean"),
    [
        ("nothing to take", BODY, BODY),
        ("credits", lines(TITLE, "© Фото: степь.example", ONE, TWO, "Источник: вестник.example"), BODY),
        (
            "calls",
            lines(BODY, "Подписывайтесь на наш Telegram-канал. Будьте в курсе!", "Мы работаем для Вас!"),
            BODY,
        ),
        ("breadcrumbs", lines("Главная / Новости / Политика", BODY), BODY),
        ("menu in lines", lines("Главная", "Новости", "Политика", "Войти", BODY), BODY),
        ("date under the title", lines(TITLE, "28 ноября 2024", ONE, TWO), BODY),
        ("date with clock", lines(TITLE, "10:55, 17.06.2022", ONE, TWO), BODY),
        ("comments", lines(BODY, "Комментарии (2)", "Ася", "Молодцы министры, так держать и дальше."), BODY),
        ("links at the foot", lines(BODY, "Читайте также:", "-", "18:37, 28 мая 2024", "Цены выросли"), BODY),
        ("sentence as a link", lines(BODY, "Читайте также:", "Цены на яблоки в Энске выросли вдвое."), BODY),
        (
            "links without heading",
            lines(BODY, "18:37, 28 мая 2024", "Цены выросли", "18:30, 28 мая 2024", "Реки вскрылись"),
            BODY,
        ),
        (
            "clock and link on a line",
            lines(BODY, "18:52 Цены выросли", "18:31 Реки вскрылись", "17:00 Снег"),
            BODY,
        ),
        (
            "link in the text",
            lines(TITLE, ONE, "Читайте также: Цены на яблоки выросли", TWO, THREE),
            lines(BODY, THREE),
        ),
        (
            "bare heading in the text",
            lines(TITLE, ONE, "Читайте также", "Цены выросли", TWO, THREE),
            lines(BODY, THREE),
        ),
        ("end of a paragraph", lines(TITLE, ONE, TWO + " Фото: пресс-служба"), BODY),
        ("share and tags", lines(BODY, "Поделиться: VK | OK", "Теги: граница, Энск"), BODY),
        (
            "cookies",
            lines("Этот сайт использует файлы cookie. Принимая, вы соглашаетесь.", "Принять", BODY),
            BODY,
        ),
        ("counters", lines(TITLE, "Просмотров: 1 204", ONE, TWO, "-0-"), BODY),
        ("windows line ends", BODY.replace("\n", "\r\n"), BODY),
        ("old line ends", BODY.replace("\n", "\r"), BODY),
        ("blank lines", "\n\n" + BODY.replace("\n", "\n\n\n") + "\n \n", BODY.replace("\n", "\n\n")),
        ("indents", lines(TITLE, "\t" + ONE + "  ", "   " + TWO), BODY),
        (
            "the teaser of an outlet",
            lines(BODY, "Ранее посол рассказал о границе.", "Источник: zakon.kz"),
            BODY,
        ),
    ],
)
def test_what_is_kept(name, source, clean):
    reading = read_plain(source)
    assert reading.text == clean, name
    assert reading.title == TITLE
    assert holds(source, reading)


@pytest.mark.parametrize(
    "line",
    [
        "Источник: в делегации рассказали, что протокол подпишут завтра.",
        "Фото: на снимке видно, как министры подписывают протокол.",
        "Ранее посол высказался о значении союза.",
        "ЭНСК, 2 сентября",
        "28 ноября",
        "Политика",
        "Куда поедут делегации?",
        "— программу по энергетике;",
        "Комментарии",
        "Реклама союза обошлась в миллион, признал посол.",
        "12:00 Начались переговоры",
        "двойные  пробелы и «кавычки» — как есть",
    ],
)
def test_what_stays_between_paragraphs(line):
    source = lines(TITLE, ONE, line, TWO)
    assert read_plain(source).text == source


def test_the_title_is_never_furniture_and_never_put_in():
    source = lines("Популярные новости", ONE, TWO)
    assert read_plain(source, title="Популярные новости").text == source
    reading = read_plain(lines(ONE, TWO), title=TITLE)
    assert (reading.text, reading.title) == (lines(ONE, TWO), TITLE)


@pytest.mark.parametrize(
    "source", [ONE, lines(ONE, TWO), lines("Министры пяти стран", "подписали протокол.", TWO)]
)
def test_what_is_no_headline(source):
    assert read_plain(source).title is None


def test_a_wrapped_paragraph_is_judged_as_a_whole():
    source = lines("Министры пяти стран подписали", "источник: протокол", "и разъехались по домам.", "", TWO)
    assert read_plain(source).text == source


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("28 ноября 2024, 18:37", date(2024, 11, 28)),
        ("17.06.2022 10:55", date(2022, 6, 17)),
        ("2024-05-01", date(2024, 5, 1)),
        ("5 мая", None),
        ("31 февраля 2024", None),
        ("Главная / Новости", None),
    ],
)
def test_the_day_above_the_report(head, day):
    assert read_plain(lines(head, TITLE, ONE)).published == day


def test_a_day_inside_the_report_is_not_its_own():
    assert read_plain(lines(TITLE, ONE, "Обновлено: 28 ноября 2024, 18:37", TWO)).published is None
    assert find_date("99.99.2024") is None


def test_markdown():
    source = lines(
        "---", f"title: {TITLE}", "date: 2024-11-28", "url: https://a.example", "---", f"# {TITLE}", "", ONE
    )
    reading = read_plain(source, markdown=True)
    assert reading.text == lines(TITLE, "", ONE)
    assert (reading.title, reading.published, reading.url) == (TITLE, date(2024, 11, 28), "https://a.example")
    assert holds(source, reading)
    assert read_plain("---\n{[\n---\n" + ONE, markdown=True).text == ONE


def test_evidence_is_split_where_furniture_stood():
    source = lines(ONE, "Реклама", TWO)
    reading = read_plain(source)
    article = Article(id="x", text=reading.text, segments=reading.segments)
    pieces = article.verbatim_pieces(0, len(reading.text))
    assert [article.text[a:b].strip() for a, b in pieces] == [ONE, TWO]
    assert all(article.text[a:b] in source for a, b in pieces)


FURNITURE = [line for outlet in all_outlets() for rule in outlet.rules for line in (*rule.drops, *rule.keeps)]
LINE = st.one_of(st.sampled_from([*FURNITURE, TITLE, ONE, TWO, THREE, "", "-"]), st.text(max_size=60))
PAGE = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"]))).map(
    lambda parts: "".join(line + end for line, end in parts)
)


@settings(max_examples=200, deadline=None)
@given(PAGE)
def test_any_page_keeps_its_map_and_is_clean_at_once(source):
    reading = read_plain(source)
    assert holds(source, reading)
    assert read_plain(reading.text).text == reading.text
    mapped = sum(segment.length for segment in reading.segments)
    assert mapped >= len(reading.text) - reading.text.count("\n")
    starts = [segment.start for segment in reading.segments]
    assert starts == sorted(starts)


@settings(max_examples=50, deadline=None)
@given(PAGE)
def test_kept_lines_are_pieces_of_source_lines_in_order(source):
    at = 0
    for line in read_plain(source, markdown=True).text.split("\n"):
        at = source.find(line, at)
        assert at >= 0


@pytest.mark.parametrize(
    "source",
    [
        ONE * 30_000,
        "слово" * 300_000 + ". Фото: пресс-служба",
        (TITLE + "\n18:37, 28 ноября 2024\n-\n\n") * 8_000,
        ("Читайте также:\n" + ONE + "\n" + TWO + "\n") * 5_000,
        "\n" * 500_000,
        " " * 1_000_000 + "а",
        "Теги:" + " " * 300 + "\n" + "#" * 330,
    ],
)
def test_odd_sizes_end_in_time(source):
    assert holds(source, read_plain(source))
