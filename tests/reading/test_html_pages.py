"""HTML: the report, what the page says of itself, and the way back into the HTML."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itogi.errors import InputError
from itogi.reading import Source, read_source
from itogi.reading.page import read_page

TITLE = "Министры договорились о границе"
ONE = "Министры пяти стран подписали в Энске протокол о границе и обсудили торговлю."
TWO = "Следующая встреча пройдёт в мае, сообщил глава делегации."
HEAD = """<meta charset="{charset}"><title>{title} | Вести Энска</title>
<meta property="og:site_name" content="Вести Энска"><link rel="canonical" href="https://vesti.example/1">
<meta property="article:published_time" content="2024-05-01T10:00:00+05:00">"""
HTML = """<!DOCTYPE html><html lang="ru"><head>{head}</head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/p">Политика</a></li></ul></nav>
<h1>{title}</h1><article>{body}
<figure><img src="a.jpg"><figcaption>Снимок: на трибуне стоит посол</figcaption></figure></article>
<aside class="related"><h3>Читайте также</h3><a href="/2">Саммит союза отложили до осени</a></aside>
<section class="comments" id="comments"><h3>Комментарии (1)</h3><p>Ася: Саммит союза был вчера.</p></section>
<footer><p>© 2024 Вести Энска</p></footer><script>var a = "Саммит союза";</script></body></html>"""


def page(*paragraphs: str, charset: str = "utf-8", head: str | None = None) -> str:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = HEAD.format(title=TITLE, charset=charset) if head is None else head
    return HTML.format(head=head, title=TITLE, body=body)


def mapped(source: str, reading) -> str:
    """The mapped text, checked letter for letter."""
    pieces = [reading.text[s.start : s.start + s.length] for s in reading.segments]
    assert pieces == [source[s.source : s.source + s.length] for s in reading.segments]
    return "|".join(pieces)


def test_the_report_and_nothing_else():
    source = page(ONE, TWO)
    reading = read_page(source, where="x")
    assert reading.text == f"{TITLE}\n{ONE}\n{TWO}"
    assert (reading.title, reading.outlet, reading.published) == (TITLE, "Вести Энска", date(2024, 5, 1))
    assert reading.url == "https://vesti.example/1"
    assert mapped(source, reading) == f"{TITLE}|{ONE}|{TWO}"
    assert reading.segments[0].source == source.index(f"<h1>{TITLE}") + 4


def test_tags_and_entities_inside_a_sentence():
    source = page(
        "Министры <b>пяти</b> стран&nbsp;&mdash; соседи, подписали в Энске протокол о границе.", TWO
    )
    reading = read_page(source, where="x")
    assert (
        reading.text.split("\n")[1] == "Министры пяти стран — соседи, подписали в Энске протокол о границе."
    )
    first = mapped(source, reading).removeprefix(TITLE + "|")
    assert first.startswith("Министры|пяти|стран|соседи, подписали")


def test_the_sidecars_title_heads_the_text_only_if_the_page_shows_it():
    assert read_page(page(ONE, TWO), where="x", title="Другое имя").text.startswith(TITLE)
    shown = read_page(page(ONE, "Так решили в Энске", TWO), where="x", title="Так решили в Энске")
    assert shown.text.startswith("Так решили в Энске\n")


def test_furniture_inside_the_article_goes_as_well():
    source = page(ONE, TWO, "Подписывайтесь на наш Telegram-канал!", "Источник: вестник.example")
    assert read_page(source, where="x").text == f"{TITLE}\n{ONE}\n{TWO}"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
def test_files_and_sidecars(tmp_path, charset):
    path, sidecar = tmp_path / "a.html", tmp_path / "a.json"
    path.write_bytes(page(ONE, TWO, charset=charset).encode(charset))
    sidecar.write_text('{"published": "2024-05-02", "outlet": "Степь"}', encoding="utf-8")
    article = read_source(Source(path, sidecar))
    assert article.text == f"{TITLE}\n{ONE}\n{TWO}"
    assert (article.outlet, article.published, article.encoding) == ("Степь", date(2024, 5, 2), charset)


def test_no_date_is_made_up():
    assert read_page(page(ONE, TWO, head=""), where="x").published is None


@pytest.mark.parametrize("short", ["<p>Да.</p>", f"<p>{ONE}", f"<html><h1>{TITLE}</h1><p>{ONE}</p></html>"])
def test_short_pages(short):
    assert read_page(short, where="x").text


@pytest.mark.parametrize(
    "source", ["<html></html>", "<", "<!-- -->", "<html><body><script>a</script>", "&#0;"]
)
def test_pages_without_a_report(source):
    with pytest.raises(InputError, match="no report") as caught:
        read_page(source, where="x.html")
    assert caught.value.where == "x.html"


def test_a_page_too_large():
    with pytest.raises(InputError, match="more than 3 million"):
        read_page("<p>" + "а" * 3_000_000, where="x")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=80), st.sampled_from([ONE, TWO, "<b>", "</p>", "&amp;", "<!--"])),
        max_size=8,
    )
)
def test_any_page_is_mapped_rightly_or_refused(paragraphs):
    source = page(*paragraphs)
    try:
        reading = read_page(source, where="x")
    except InputError as error:
        assert error.remedy
    else:
        mapped(source, reading)
