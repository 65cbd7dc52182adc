"""The demo from end to end: what a good reading of samples/ must hold, and how much of it is reached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from expectations import Sample, expectations
from running import ROOT, Itogi

from itogi.register.store import open_register

EXPECTED = list(expectations(ROOT / "samples" / "expected.yml"))
# The number of expectations that must be met. Raise it when more are; it never goes down.
FLOOR = json.loads((ROOT / "quality" / "baseline.json").read_text("utf-8"))["samples_met"]


@pytest.fixture(scope="module")
def sample(filled: Path) -> Iterator[Sample]:
    with open_register(filled) as register:
        yield Sample(register)


def test_the_samples_are_read_as_expected(sample: Sample) -> None:
    missing = {name: faults for name, check in EXPECTED if (faults := check(sample))}
    met = len(EXPECTED) - len(missing)
    print(f"samples: {met} of {len(EXPECTED)} expectations met, the floor is {FLOOR}; missing:")
    for name, faults in missing.items():
        print(f"  {name}: {'; '.join(faults[:4])}")
    assert met >= FLOOR


def test_nothing_of_the_furniture_yields_a_record(sample: Sample) -> None:
    found = {name: check(sample) for name, check in EXPECTED if name.startswith("absent")}
    assert not {name: faults for name, faults in found.items() if faults}


def test_all_evidence_stands_in_its_article(sample: Sample) -> None:
    records = [record for entry in sample.entries for record in entry.records]
    assert records
    assert all(e.holds_in(sample.articles[e.article]) for record in records for e in record.evidence)


def test_a_second_reading_of_the_samples_changes_nothing(filled: Path, real: Itogi) -> None:
    before = real("records", "--json", "--db", filled).out
    done = real("read", ROOT / "samples", "--db", filled)
    assert done.out.startswith("0 read (0 records), 12 unchanged, 0 refused")
    assert real("records", "--json", "--db", filled).out == before


@pytest.mark.parametrize("organisation", ["CSTO", "SCO"])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_form_of_the_results_is_made(organisation: str, lang: str, filled: Path, real: Itogi) -> None:
    for shape in ("terminal", "md", "html", "json"):
        options = ("--year", 2024, "--lang", lang, "--format", shape, "--db", filled)
        done = real("results", organisation, *options)
        assert (done.code, done.err) == (0, "")
        assert "Астана" in done.out
