"""Ways to run the commands: in this process (fast), or as a user would, in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from running import REPORT, ROOT, STUB, VARIABLES, Itogi, Ran, environment
from typer.testing import CliRunner

EXTRACTOR = "itogi.extraction.extractor"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def _invoke(*args: object, input: str | bytes | None = None) -> Ran:
    from itogi.cli.app import app

    done = CliRunner().invoke(app, [str(arg) for arg in args], input=input, prog_name="itogi")
    return Ran(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def real() -> Itogi:
    """Run a command in this process, with itogi's own extractor."""
    return _invoke


@pytest.fixture
def itogi(monkeypatch: pytest.MonkeyPatch) -> Itogi:
    """Run a command in this process, with the stub for an extractor."""
    monkeypatch.setitem(sys.modules, EXTRACTOR, None)  # so that monkeypatch puts back what was there
    exec(STUB, {})
    return _invoke


@pytest.fixture(scope="session")
def process() -> Itogi:
    """Run a command in a process of its own, with the stub; ``before`` is run in it first."""

    def run(*args: object, before: str = "", cwd: Path = ROOT, **more: str) -> Ran:
        code = f"{STUB}\n{before}\nfrom itogi.cli import main\nmain()"
        command = [sys.executable, "-c", code, *map(str, args)]
        done = subprocess.run(
            command, capture_output=True, env=environment(**more), cwd=cwd, check=False, timeout=120
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The place of a register that does not exist yet."""
    return tmp_path / "register.db"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A good report with its sidecar, alone in a folder."""
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "good.txt"
    path.write_text(REPORT, "utf-8")
    facts = {"outlet": "Пример", "published": "2024-11-28", "title": "Главы государств собрались"}
    path.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, real: Itogi) -> Path:
    """A register with samples/ read into it by itogi's own extractor; not to be written to."""
    path = tmp_path_factory.mktemp("filled") / "register.db"
    done = real("read", ROOT / "samples", "--db", path)
    assert done.code == 0, done.err
    return path
