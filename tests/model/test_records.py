"""Records: evidence is cut from the text, ids follow the content, the check refuses what breaks the rules."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itogi.errors import RecordError
from itogi.model.article import Article
from itogi.model.kinds import check_record
from itogi.model.record import Evidence, Record, SlotValue, as_dict

TEXT = "Лидеры ОДКБ собрались в Астане. Подписаны 14 документов."
ARTICLE = Article("a1", TEXT)
SENTENCE = Evidence.of(ARTICLE, 32, len(TEXT))
FIGURE: dict[str, SlotValue] = {
    "organisation": "CSTO",
    "what": "documents",
    "label": "документов",
    "value": 14,
    "status": "actual",
}


def record(type: str = "figure", evidence: tuple[Evidence, ...] = (SENTENCE,), **slots: SlotValue) -> Record:
    return Record(type, slots, evidence, 0.8, f"{type}.test")


@given(st.integers(-5, 80), st.integers(-5, 80))
def test_evidence_is_verbatim_or_is_not_made(start: int, end: int) -> None:
    if 0 <= start < end <= len(TEXT):
        made = Evidence.of(ARTICLE, start, end)
        assert TEXT[made.start : made.end] == made.text
        assert made.holds_in(ARTICLE)
    else:
        with pytest.raises(RecordError, match="offsets inside the clean text"):
            Evidence.of(ARTICLE, start, end)


def test_evidence_holds_in_its_own_article_only() -> None:
    assert not SENTENCE.holds_in(replace(ARTICLE, id="a2"))
    assert not SENTENCE.holds_in(replace(ARTICLE, text=TEXT.replace("14", "15")))


def test_a_right_record_passes() -> None:
    check_record(record(**FIGURE), ARTICLE)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (record("treaty"), "type 'treaty' does not exist"),
        (record(**FIGURE | {"colour": "red"}), "slot 'colour' does not exist"),
        (record(**FIGURE | {"what": "apples"}), "what: 'apples' is not one of"),
        (record(**FIGURE | {"value": "14"}), "value: '14' is not a number"),
        (record(**FIGURE | {"date": "28.11.2024"}), "date: '28.11.2024' is no EDTF date"),
        (record(**FIGURE | {"what": ("documents",)}), "should be one value"),
        (record("meeting", formats="narrow"), "should be a list"),
        (record("meeting", formats=()), "an empty list: leave the slot out"),
        (record("meeting", topics=("football",)), "'football' is no topic code"),
        (record(**FIGURE | {"label": "документа"}), "label is not verbatim"),
        (record(evidence=(), **FIGURE), "it has no evidence"),
        (record(evidence=(replace(SENTENCE, text="Подписаны"),), **FIGURE), "is not verbatim"),
        (record(evidence=(replace(SENTENCE, article="a2"),), **FIGURE), "is not verbatim"),
        (replace(record(**FIGURE), confidence=1.5), "confidence 1.5 is not between 0 and 1"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused(faulty: Record, message: str) -> None:
    with pytest.raises(RecordError) as refusal:
        check_record(faulty, ARTICLE)
    assert message in str(refusal.value)
    assert ARTICLE.id in str(refusal.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(RecordError) as refusal:
        check_record(record(what="apples", value="14", evidence=()), ARTICLE)
    assert refusal.value.problem.count(";") >= 2


SLOTS = st.dictionaries(
    st.sampled_from(["title", "kind", "date", "topics"]),
    st.one_of(st.text(max_size=5), st.tuples(st.text(max_size=5))),
    max_size=4,
)


@given(SLOTS, SLOTS)
def test_the_id_follows_the_content_and_not_the_order(
    a: dict[str, SlotValue], b: dict[str, SlotValue]
) -> None:
    assert (record("document", **a).id == record("document", **b).id) == (a == b)
    assert record("document", **dict(reversed(list(a.items())))).id == record("document", **a).id


def test_the_id_depends_on_type_and_evidence_not_on_confidence() -> None:
    one = record(**FIGURE)
    assert replace(one, id="", confidence=0.1).id == one.id
    assert replace(one, id="", evidence=(Evidence.of(ARTICLE, 0, 5),)).id != one.id


def test_as_dict_has_the_form_of_the_gold() -> None:
    one = record("meeting", formats=("narrow",), place="Астана")
    assert as_dict(one) == {
        "type": "meeting",
        "evidence": ["Подписаны 14 документов."],
        "formats": ["narrow"],
        "place": "Астана",
    }
    full = json.loads(json.dumps(as_dict(one, full=True)))
    assert full["offsets"] == [[32, len(TEXT)]]
    assert full["pattern"] == "meeting.test"
    assert full["article"] == "a1"
    assert full["id"] == one.id


def test_a_record_without_evidence_has_no_article() -> None:
    assert record(evidence=()).article == ""
    assert record(**FIGURE).get("value") == 14
    assert record(**FIGURE).get("by") is None
