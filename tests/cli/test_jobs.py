"""``itogi read --jobs``: the same register, whatever the order, and whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import ROOT, Ran, environment

# An extractor as others plug theirs in. A report can tell it to end its process, always or the first time.
PLUG = """
import os, pathlib, time
from itogi.model.record import Evidence, Record

class Plug:
    name, version = "plug", "1"

    def extract(self, articles):
        for article in articles:
            once = pathlib.Path(os.environ["PLUG_DIED"])
            if "УМРИ ВСЕГДА" in article.text or ("УМРИ ОДНАЖДЫ" in article.text and not once.exists()):
                once.touch()
                os._exit(9)
            if "НЕВОЗМОЖНО" in article.text:
                raise ValueError("this report breaks the extractor")
            if "ЖДИ" in article.text:
                time.sleep(60)
            low = article.text.index("14 документов")
            slots = {"organisation": "CSTO", "what": "documents", "label": "документов", "value": 14}
            evidence = (Evidence.of(article, low, low + 13),)
            yield article, [Record("figure", slots | {"status": "actual"}, evidence, 0.9, "figure.plug")]
"""


@pytest.fixture
def plugged(tmp_path: Path) -> dict[str, str]:
    """An environment in which the extractor ``plug`` is installed."""
    site = tmp_path / "site"
    info = site / "plug-1.dist-info"
    info.mkdir(parents=True)
    (site / "plug.py").write_text(PLUG, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[itogi.extractors]\nplug = plug:Plug\n", "utf-8")
    return environment(PYTHONPATH=str(site), PLUG_DIED=str(tmp_path / "died"))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        text = f"Итоги дня {number}\n\nВ городе номер {number} подписано 14 документов о торговле.\n"
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return folder


def itogi(env: dict[str, str], *args: object) -> Ran:
    command = [sys.executable, "-m", "itogi", *map(str, args)]
    done = subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def exported(env: dict[str, str], db: Path) -> str:
    return itogi(env, "export", "jsonl", "--db", db).out


def test_several_processes_give_the_register_of_one(
    reports: Path, tmp_path: Path, plugged: dict[str, str]
) -> None:
    (reports / "07.txt").write_text("НЕВОЗМОЖНО: 14 документов прочесть нельзя.\n", "utf-8")
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    alone = itogi(plugged, "read", reports, "--extractor", "plug", "--db", one)
    both = itogi(plugged, "read", reports, "--extractor", "plug", "--db", two, "--jobs", 2)
    assert both.out.startswith("39 read (39 records), 0 unchanged, 1 refused")
    assert (alone.code, alone.err) == (both.code, both.err)
    assert exported(plugged, one) == exported(plugged, two)


def test_what_a_dead_process_was_reading_is_read_again(
    reports: Path, tmp_path: Path, plugged: dict[str, str]
) -> None:
    (reports / "20.txt").write_text("УМРИ ОДНАЖДЫ. Подписано 14 документов.\n", "utf-8")
    done = itogi(plugged, "read", reports, "--extractor", "plug", "--db", tmp_path / "r.db", "--jobs", 2)
    assert (done.code, done.err.count("has died")) == (0, 1)
    assert done.out.startswith("40 read (40 records), 0 unchanged, 0 refused")


def test_a_report_that_kills_its_process_is_refused_and_the_rest_read(
    reports: Path, tmp_path: Path, plugged: dict[str, str]
) -> None:
    (reports / "20.txt").write_text("УМРИ ВСЕГДА. Подписано 14 документов.\n", "utf-8")
    done = itogi(plugged, "read", reports, "--extractor", "plug", "--db", tmp_path / "r.db", "--jobs", 2)
    assert done.code == 1
    assert f"refused: {reports / '20.txt'}: the process that read it has died, twice" in done.err
    assert done.out.startswith("39 read (39 records), 0 unchanged, 1 refused")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_parent(
    reports: Path, tmp_path: Path, plugged: dict[str, str], ending: signal.Signals
) -> None:
    (reports / "01.txt").write_text("ЖДИ. Подписано 14 документов.\n", "utf-8")
    args = ["read", reports, "--extractor", "plug", "--db", tmp_path / "r.db", "--jobs", 2]
    command = [sys.executable, "-m", "itogi", *map(str, args)]
    with subprocess.Popen(command, env=plugged, cwd=ROOT, stdout=subprocess.DEVNULL) as parent:
        workers = _wait_for(lambda: _workers_of(parent.pid), many=2)
        parent.send_signal(ending)
    _wait_for(lambda: [1] if not any(map(_alive, workers)) else [], many=1)


def _wait_for(look, many):
    while len(found := look()) < many:
        time.sleep(0.05)
    return found


def _workers_of(pid: int) -> list[int]:
    """The child processes that run a worker (the other one that `spawn` starts watches semaphores)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children if "spawn_main" in Path(f"/proc/{c}/cmdline").read_text()]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" and os.kill(pid, 0) is None
    except (FileNotFoundError, ProcessLookupError):
        return False
