"""``--only``: what names none of the organisations asked for is passed over, the rest is read whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import REPORT, Itogi

OTHER = "Мост открыли\n\nВ Вологде открыли мост. Подписано 3 документов о ремонте дорог.\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "a.txt").write_text(OTHER, "utf-8")
    (folder / "b.txt").write_text(REPORT, "utf-8")
    return folder


def test_reading_passes_over_what_names_none_of_them(reports: Path, db: Path, itogi: Itogi) -> None:
    done = itogi("read", reports, "--only", "SCO,csto", "--db", db)
    assert done.out == f"1 read (1 records), 0 unchanged, 1 passed over, 0 refused; register: {db}\n"
    rows = itogi("read", reports, "--only", "CSTO", "--db", db, "--json").rows()
    assert [row["outcome"] for row in rows] == ["passed over", "unchanged"]


def test_what_was_passed_over_is_read_later(reports: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", reports, "--only", "CSTO", "--db", db)
    again = itogi("read", reports, "--db", db)
    assert again.out.startswith("1 read (1 records), 1 unchanged, 0 refused")


def test_no_extractor_is_loaded_where_nothing_passes(reports: Path, db: Path, process: Itogi) -> None:
    """The stub stands in for the extractor's module: without it, asking for the extractor would fail."""
    gone = "sys.modules['itogi.extraction.extractor'] = None"
    (reports / "b.txt").unlink()
    assert process("read", reports, "--only", "CSTO", "--db", db, before=gone).code == 0
    assert process("extract", reports, "--only", "CSTO", before=gone).code == 0
    assert process("extract", reports, before=gone).code != 0


def test_extract_shows_the_records_of_what_passes(reports: Path, itogi: Itogi) -> None:
    shown = itogi("extract", reports, "--only", "CSTO", "--json").rows()
    assert {Path(row["source"]).name for row in shown} == {"b.txt"}
    everything = itogi("extract", reports, "--json").rows()
    assert [row for row in everything if Path(row["source"]).name == "b.txt"] == shown
    assert len(everything) > len(shown)


@pytest.mark.parametrize("asked", ["ODKB", "CSTO,NOSUCH", ",", ""])
def test_what_is_no_organisation_is_refused(reports: Path, db: Path, asked: str, itogi: Itogi) -> None:
    done = itogi("read", reports, "--only", asked, "--db", db)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: --only: ") and "CSTO" in done.err
