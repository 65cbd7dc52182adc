"""Kinds: the slots and values of RECORDS.md, and a validator that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from itogi.errors import DataError
from itogi.model.data import load_yaml
from itogi.model.kinds import FOLDER, kinds, load_kind

# Types and slots as RECORDS.md lists them: what is scored must exist, in this order.
SLOTS = {
    "meeting": "organisation body level formats status date place venue chair countries people topics",
    "document": "organisation kind title stage date since topics",
    "figure": "organisation what label value approximate status date by",
    "activity": "organisation kind name status date place countries topics first",
    "chairmanship": "organisation country year ordinal status",
    "membership": "organisation country role stage date",
    "body": "organisation name stage",
    "office": "person position of",
    "quote": "speaker direct text",
    "invitation": "host guests occasion place date",
    "commitment": "actors text topics due",
}
VALUES = {
    ("document", "stage"): "proposed drafting agreed expected signed ratified in-force implemented rejected",
    ("meeting", "status"): "planned ongoing held cancelled",
    ("membership", "stage"): "applied accepted acceding joined suspended left",
    ("body", "stage"): "proposed planned created operating dissolved",
    ("chairmanship", "status"): "past current next",
    ("figure", "status"): "expected actual",
}
GOOD = """\
name: toast
says: {en: a toast, ru: тост}
plural: {en: toasts, ru: тосты}
slots:
  speaker: {type: party, key: true}
"""


def test_the_eleven_kinds_have_the_slots_of_records_md() -> None:
    assert {name: " ".join(kind.slots) for name, kind in kinds().items()} == SLOTS
    assert list(kinds()) == list(SLOTS)


@pytest.mark.parametrize(("kind", "slot"), list(VALUES))
def test_values_are_those_of_records_md(kind: str, slot: str) -> None:
    assert kinds()[kind].slots[slot].values == tuple(VALUES[kind, slot].split())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_every_file_holds_the_kind_that_it_is_named_after(path: Path) -> None:
    kind = load_kind(path)
    assert kind.name == path.stem
    assert {"en", "ru"} <= set(kind.says)
    assert {"en", "ru"} <= set(kind.plural)
    assert any(slot.key for slot in kind.slots.values()), "nothing says which fact it is"


def test_a_kind_of_ones_own_loads(tmp_path: Path) -> None:
    path = tmp_path / "toast.yml"
    path.write_text(GOOD, "utf-8")
    assert load_kind(path).slots["speaker"].key


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("type: party", "type: waiter"), "slot 'speaker' has an unknown type or key ('waiter'"),
        (("key: true", "keys: true"), "['keys']"),
        (("plural", "plurals"), "a kind needs name, says, plural and slots"),
        (("says: {en: a toast, ru: тост}", "says: {en: a toast"), "toast.yml:"),
        (("slots:", "name: again\nslots:"), "toast.yml:4: key 'name' stands twice"),
    ],
)
def test_a_faulty_kind_is_refused_by_name(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "toast.yml"
    path.write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(DataError) as refusal:
        load_kind(path)
    assert message in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.yml: cannot be read"):
        load_yaml(tmp_path / "none.yml")
