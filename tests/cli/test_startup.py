"""What a command does not need it does not import: that is what keeps the start-up short."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, environment

from itogi.settings import one_thread

# Each of these takes a tenth of a second or more, or brings another one of them.
HEAVY = {"babel", "django", "jinja2", "lxml", "numpy", "pycountry", "pymorphy3", "rich", "spacy", "thinc"}
HEAVY |= {"trafilatura", "yaml"}
FOREIGN = {"django", "lxml", "trafilatura"}  # to the extraction of a plain text
FLOORS = {"corpus", "extraction", "language", "model", "reading", "register", "report", "web"}

CHILD = """
import json, sys
from itogi.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*args: object, **more: str) -> set[str]:
    command = [sys.executable, "-c", CHILD, *map(str, args)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(**more), cwd=ROOT, check=False
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["read", "--help"], ["results", "--help"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    modules = loaded(*args)
    assert not HEAVY & {name.partition(".")[0] for name in modules}
    assert not {f"itogi.{floor}" for floor in FLOORS} & modules


def test_extracting_imports_no_web_pages_and_no_database() -> None:
    modules = loaded("extract", "samples/01-csto-session-agency.txt")
    assert not FOREIGN & {name.partition(".")[0] for name in modules}
    assert "spacy" in modules  # the test can fail


def test_the_gate_needs_no_spacy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("В Вологде открыли мост через реку.", "utf-8")
    modules = loaded("extract", tmp_path, "--only", "CSTO")
    assert not {"spacy", "thinc", "numpy"} & modules
    assert "itogi.extraction.gate" in modules


def test_a_second_start_parses_no_yaml(tmp_path: Path) -> None:
    keeping = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    assert "yaml" in loaded("extract", "samples/01-csto-session-agency.txt", **keeping)
    assert "yaml" not in loaded("extract", "samples/01-csto-session-agency.txt", **keeping)


def test_numpy_counts_on_one_thread_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"OMP_NUM_THREADS": "3"}
    monkeypatch.setattr(os, "environ", told)
    one_thread()
    assert told == {"OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
