"""Articles: ids by content, and the map from the clean text back to the source."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from itogi.model.article import Article, Segment, article_id, hash_bytes


@dataclass
class Cleaned:
    """A source, the runs of it that were kept, and the article made of them."""

    source: str
    article: Article


@st.composite
def cleaned(draw: st.DrawFn) -> Cleaned:
    """A source of kept and dropped runs; what is kept is joined by line breaks of our own."""
    runs = draw(st.lists(st.tuples(st.booleans(), st.text("абв где\n", min_size=1, max_size=8)), max_size=8))
    text, source, segments = "", "", []
    for kept, run in runs:
        if kept:
            text += "\n" if text else ""
            segments.append(Segment(len(text), len(source), len(run)))
            text += run
        source += run
    return Cleaned(source, Article("a", text, segments=tuple(segments)))


@given(cleaned())
def test_a_character_is_the_same_at_its_place_in_the_source(case: Cleaned) -> None:
    for position, letter in enumerate(case.article.text):
        at = case.article.source_offset(position)
        if at is not None:
            assert case.source[at] == letter
        else:
            assert letter == "\n"  # only what we put in ourselves has no place there


@given(cleaned(), st.data())
def test_pieces_of_a_span_are_verbatim_in_the_source_in_order_and_lose_nothing(
    case: Cleaned, data: st.DataObject
) -> None:
    length = len(case.article.text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    pieces = case.article.verbatim_pieces(start, end)
    if not case.article.segments:
        assert pieces == [(start, end)]
        return
    covered: set[int] = set()
    for low, high in pieces:
        assert start <= low < high <= end
        assert case.article.text[low:high] in case.source
        covered |= set(range(low, high))
    assert [
        p for p in range(start, end) if p not in covered and case.article.source_offset(p) is not None
    ] == []
    assert pieces == sorted(pieces)


def test_neighbours_in_the_source_stay_one_piece() -> None:
    article = Article("a", "абвгде", segments=(Segment(0, 10, 3), Segment(3, 13, 3)))
    assert article.verbatim_pieces(1, 5) == [(1, 5)]


def test_a_gap_in_the_source_parts_a_span() -> None:
    article = Article("a", "абвгде", segments=(Segment(0, 10, 3), Segment(3, 20, 3)))
    assert article.verbatim_pieces(1, 5) == [(1, 3), (3, 5)]


def test_outside_of_all_segments_there_is_no_place() -> None:
    article = Article("a", "аб вг", segments=(Segment(0, 5, 2), Segment(3, 9, 2)))
    assert [article.source_offset(i) for i in range(6)] == [5, 6, None, 9, 10, None]
    assert Article("a", "абв").source_offset(1) is None


@given(st.binary(), st.binary())
def test_the_id_is_made_of_the_bytes(a: bytes, b: bytes) -> None:
    assert (article_id(hash_bytes(a)) == article_id(hash_bytes(b))) == (a == b)
    assert len(article_id(hash_bytes(a))) == 16
