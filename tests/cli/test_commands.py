"""The commands as a user and a script meet them: what they print where, and how they end."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main
from running import REPORT, ROOT, STUB, Itogi, environment

from itogi import __version__
from itogi.cli.app import app

ESCAPE = "\x1b["


def commands() -> dict[str, list[str]]:
    """Each command with its options, as the application has them."""
    group = typer.main.get_command(app)
    found = group.commands  # type: ignore[attr-defined]
    return {name: sorted(options(command)) for name, command in found.items()}


def options(command: click.Command) -> set[str]:
    """The options of a command and of the commands below it."""
    below = getattr(command, "commands", {}).values()
    own = {option for param in command.params for option in param.opts if option[0] == "-"}
    return own.union(*(options(other) for other in below))


# What they print


def test_reading_says_what_became_of_each_input(report: Path, db: Path, itogi: Itogi) -> None:
    report.with_name("empty.txt").write_bytes(b"")
    first = itogi("read", report.parent, "--db", db)
    assert first.out == f"1 read (1 records), 0 unchanged, 1 refused; register: {db}\n"
    assert first.err.startswith(f"refused: {report.with_name('empty.txt')}: ")
    second = itogi("read", report, "--db", db)
    assert (second.code, second.out) == (0, f"0 read (0 records), 1 unchanged, 0 refused; register: {db}\n")


def test_reading_twice_changes_nothing(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    before = itogi("records", "--json", "--db", db).out, itogi("doctor", "--json", "--db", db).out
    itogi("read", report, "--db", db)
    assert before == (itogi("records", "--json", "--db", db).out, itogi("doctor", "--json", "--db", db).out)


def test_metadata_that_come_later_are_filled_in(report: Path, db: Path, itogi: Itogi) -> None:
    sidecar = report.with_suffix(".json").read_text("utf-8")
    report.with_suffix(".json").unlink()
    itogi("read", report, "--db", db)
    report.with_suffix(".json").write_text(sidecar, "utf-8")
    assert "1 completed by new metadata" in itogi("read", report, "--db", db).out
    assert "Пример, 2024-11-28" in itogi("records", "--db", db).out


def test_reading_as_json(report: Path, db: Path, itogi: Itogi) -> None:
    report.with_name("empty.txt").write_bytes(b"")
    rows = itogi("read", report.parent, "--json", "--db", db).rows()
    assert [row["outcome"] for row in rows] == ["refused", "added"]
    assert rows[0]["remedy"] and rows[0]["source"].endswith("empty.txt")
    assert rows[1]["records"] == 1 and len(rows[1]["article"]) == 16


def test_reading_standard_input(db: Path, process: Itogi) -> None:
    code = f"{STUB}\nfrom itogi.cli import main\nmain()"
    command = [sys.executable, "-c", code, "read", "-", "--db", str(db)]
    done = subprocess.run(
        command, input=REPORT.encode(), capture_output=True, env=environment(), cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"1 read (1 records)")


def test_a_bad_record_of_an_extractor_is_refused_and_counted(report: Path, db: Path, process: Itogi) -> None:
    liar = (
        "from itogi.model.record import Evidence, Record\n"
        "def lie(self, article, found):\n"
        "    evidence = Evidence(article.id, 0, 5, 'not what stands there')\n"
        "    return Record('figure', {'value': 14}, (evidence,), 0.9, 'liar')\n"
        "Stub.record = lie"
    )
    done = process("read", report, "--db", db, before=liar)
    assert done.code == 0
    assert "1 read (0 records)" in done.out and "1 records refused" in done.out


def test_records_can_be_chosen(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    (row,) = itogi("records", "--json", "--db", db).rows()
    assert row["type"] == "figure" and row["evidence"] == ["14 документов"]
    assert row["offsets"] and row["confidence"] == 0.9 and row["pattern"] == "figure.stub"
    for option, value in (("--type", "figure"), ("--organisation", "csto"), ("--article", row["article"])):
        assert len(itogi("records", "--json", option, value, "--db", db).rows()) == 1
    assert itogi("records", "--json", "--type", "quote", "--db", db).out == ""
    shown = itogi("records", "--db", db).out
    assert "«14 документов» (Пример, 2024-11-28)" in shown
    assert shown.endswith("1 record\n")


def test_extract_explains_without_storing(report: Path, tmp_path: Path, itogi: Itogi) -> None:
    done = itogi("extract", report, "--explain")
    assert done.code == 0
    assert "По её итогам подписаны ⟦14 документов⟧, в том числе" in " ".join(done.out.split())
    assert "figure.stub" in done.out and "0.90" in done.out
    assert re.search(r"value +14", done.out)
    assert list(tmp_path.rglob("*.db")) == []
    assert "value 14" in itogi("extract", report).out
    (row,) = itogi("extract", report, "--json").rows()
    assert row["source"] == str(report) and row["value"] == 14


def test_extract_goes_on_after_a_bad_file(report: Path, itogi: Itogi) -> None:
    report.with_name("empty.txt").write_bytes(b"")
    report.with_name("b.txt").write_text("Это НЕВОЗМОЖНО.", "utf-8")
    done = itogi("extract", report.parent, "--json")
    assert done.code == 1
    assert len(done.rows()) == 1
    assert done.err.count("refused: ") == 2


# Reports


@pytest.mark.parametrize("command", ["results", "ledger"])
@pytest.mark.parametrize(
    ("shape", "start"), [("terminal", ""), ("md", "#"), ("html", "<!doctype html"), ("json", "{")]
)
def test_reports_in_every_form(
    command: str, shape: str, start: str, report: Path, db: Path, itogi: Itogi
) -> None:
    itogi("read", report, "--db", db)
    suffix = {"terminal": "txt"}.get(shape, shape)
    file = db.with_name(f"report.{suffix}")
    for lang in ("en", "ru"):
        options = ("CSTO", "--year", 2024, "--lang", lang, "--db", db)
        printed = itogi(command, *options, "--format", shape)
        assert (printed.code, printed.err) == (0, "")
        assert printed.out.lower().startswith(start)
        assert "14" in printed.out
        written = itogi(command, *options, "-o", file)
        assert (written.code, written.out, written.err) == (0, "", "")
        assert file.read_text("utf-8") == printed.out
    assert not list(db.parent.glob(".report*"))


def test_the_ledger_as_json_is_one_claim_a_line(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    (claim,) = itogi("ledger", "CSTO", "--year", 2024, "--json", "--db", db).rows()
    assert claim["value"] == 14 and claim["verdict"]
    assert itogi("ledger", "CSTO", "--json", "--format", "md", "--db", db).code == 2


def test_an_unknown_organisation_lists_those_on_record(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    for command in (["results", "NATO"], ["ledger", "NATO"], ["records", "--organisation", "NATO"]):
        done = itogi(*command, "--db", db)
        assert done.code == 2
        assert "nothing on 'NATO'" in done.err and "choose one of CSTO" in done.err


def test_a_year_without_entries_is_said(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    done = itogi("results", "csto", "--year", 2031, "--db", db)
    assert done.code == 0
    assert "nothing on CSTO in 2031" in done.err


def test_an_empty_register_says_how_to_fill_it(db: Path, itogi: Itogi) -> None:
    done = itogi("results", "CSTO", "--db", db)
    assert done.code == 2
    assert "the register is empty" in done.err and "itogi read" in done.err


def test_a_report_that_cannot_be_written_leaves_the_old_one(report: Path, db: Path, process: Itogi) -> None:
    process("read", report, "--db", db)
    file = db.with_name("report.md")
    file.write_text("old", "utf-8")
    limit = (
        "import itogi.register.store, resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))"
    )
    done = process("results", "CSTO", "-o", file, before=limit, ITOGI_DB=f"sqlite:///{db}")
    assert done.code in (1, 2), done.err
    assert "error: " in done.err and "Traceback" not in done.err
    assert file.read_text("utf-8") == "old"
    assert not list(db.parent.glob(".report*"))
    done = process("results", "CSTO", "-o", db.parent / "nowhere" / "report.md", "--db", db)
    assert done.code == 2
    assert "nowhere/report.md: cannot be written" in done.err


# How they end


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["reed"],
        ["read", "--colour", "red", "x"],
        ["results"],
        ["results", "CSTO", "--year", "MMXXIV"],
        ["results", "CSTO", "--format", "pdf"],
        ["results", "CSTO", "-o", "report.pdf"],
        ["records", "--type", "treaty"],
        ["records", "--article", "0123"],
        ["predict", "."],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str], db: Path, itogi: Itogi, monkeypatch) -> None:
    monkeypatch.setenv("ITOGI_DB", str(db))
    done = itogi(*arguments)
    assert done.code == 2
    assert done.err
    assert "Traceback" not in done.err


def test_an_unknown_extractor_lists_those_there_are(report: Path, real: Itogi) -> None:
    done = real("extract", report, "--extractor", "oracle")
    assert done.code == 2
    assert "'oracle'" in done.err and "choose one of itogi" in done.err


CRASH = "import itogi.register.store as s\ndef fail(*a, **k): raise KeyError('oops')\ns.open_register = fail"


def test_a_fault_of_itogi_says_how_to_get_the_traceback(process: Itogi) -> None:
    done = process("records", before=CRASH)
    assert done.code == 70
    assert done.err == (
        "error: itogi failed on KeyError: 'oops'. This is a fault of itogi; "
        "repeat with --debug for the traceback\n"
    )
    assert "Traceback" in process("records", "--debug", before=CRASH).err


def test_a_closed_pipe_ends_quietly(tmp_path: Path, db: Path, itogi: Itogi) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(10):
        figures = "".join(f"Подписаны {i * 40 + n} документов. " for n in range(40))
        (folder / f"{i}.txt").write_text(figures, "utf-8")
        (folder / f"{i}.json").write_text('{"published": "2024-11-28"}', "utf-8")
    itogi("read", folder, "--db", db)
    for arguments in (["records", "--json"], ["records"], ["results", "CSTO", "--format", "html"]):
        command = [sys.executable, "-m", "itogi", *arguments, "--db", str(db)]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment(), cwd=ROOT)
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=30) == 0


def test_colours_are_for_terminals(report: Path, db: Path, process: Itogi) -> None:
    process("read", report, "--db", db)
    for arguments in (["records"], ["results", "CSTO"], ["doctor"]):
        assert ESCAPE not in process(*arguments, "--db", db).out
        assert ESCAPE in process(*arguments, "--db", db, FORCE_COLOR="1", TERM="xterm-256color").out
        plain = process(*arguments, "--db", db, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").out
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain)


def test_the_register_is_found_by_option_then_by_environment(
    tmp_path: Path, report: Path, process: Itogi
) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    assert f"register: {one}" in process("read", report, ITOGI_DB=str(one)).out
    assert f"register: {two}" in process("read", report, "--db", f"sqlite:///{two}", ITOGI_DB=str(one)).out
    home = process("doctor", XDG_DATA_HOME=str(tmp_path / "home"), HOME=str(tmp_path)).out
    assert "not made yet" in home and str(tmp_path) in home


def test_doctor_finds_what_is_wrong(db: Path, itogi: Itogi) -> None:
    rows = {row["check"]: row for row in itogi("doctor", "--json", "--db", db).rows()}
    assert set(rows) == {"itogi", "python", "packages", "pages", "serve", "models", "sqlite", "register"}
    assert all(row["ok"] for row in rows.values()), rows
    assert not db.exists(), "looking must not make a register"
    db.with_name("file").write_text("", "utf-8")
    done = itogi("doctor", "--db", db.with_name("file") / "register.db")
    assert done.code == 1
    assert "PROBLEM register" in done.out and "remedy: " in done.out


def test_doctor_misses_the_models(itogi: Itogi, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from itogi.errors import DataError
    from itogi.language import weights

    def gone() -> Path:
        raise DataError("the model files are not installed", remedy="install natasha")

    monkeypatch.setattr(weights, "data_folder", gone)
    done = itogi("doctor", "--db", db)
    assert done.code == 1
    assert "PROBLEM models" in done.out and "remedy: install natasha" in done.out


# Predictions


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    text = REPORT.replace(". По её", ".\r\n\r\nЧитайте также: другое\r\n\r\nПо её")
    (folder / "001_a.txt").write_bytes(text.encode())
    facts = {
        "id": "first",
        "outlet": "Пример",
        "published": None,
        "title": "Главы",
        "records": [{"type": "trap"}],
    }
    (folder / "001_a.json").write_text(json.dumps(facts), "utf-8")
    return folder


def test_predict_prints_what_the_score_reads(gold: Path, itogi: Itogi) -> None:
    done = itogi("predict", gold)
    assert done.code == 0, done.err
    (row,) = done.rows()
    assert row["id"] == "first"
    (record,) = row["records"]
    assert set(record) == {"type", "evidence", "organisation", "what", "label", "value", "status"}
    assert all(piece in (gold / "001_a.txt").read_text("utf-8") for piece in record["evidence"])


def test_predict_goes_on_after_a_bad_text(gold: Path, itogi: Itogi) -> None:
    (gold / "002_b.txt").write_text(REPORT, "utf-8")
    (gold / "003_c.txt").write_bytes(b"\xff\xfe\xfa")
    (gold / "003_c.json").write_text("{}", "utf-8")
    done = itogi("predict", gold)
    assert done.code == 1
    assert [row["id"] for row in done.rows()] == ["first"]
    assert "002_b.json" in done.err and "003_c.txt" in done.err


# Help


def test_version_and_module(process: Itogi) -> None:
    assert process("--version").out == f"itogi {__version__}\n"
    command = [sys.executable, "-m", "itogi", "--version"]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"itogi {__version__}\n"
    )


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_teaches_by_an_example(command: str, itogi: Itogi) -> None:
    done = itogi(command, "--help")
    assert done.code == 0
    assert f"Example: itogi {command} " in done.out


def test_help_comes_at_once() -> None:
    """Measured in seconds of the processor, as other tests may run beside this one."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def once() -> Iterator[float]:
        for _ in range(3):
            started = spent()
            subprocess.run([sys.executable, "-m", "itogi", "--help"], capture_output=True, check=True)
            yield spent() - started

    assert min(once()) < 0.4


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_and_option_is_documented(command: str) -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)
    section = next((part for part in sections if part.startswith(f"`itogi {command}")), "")
    assert section, f"docs/cli.md has no section on {command}"
    common = next(part for part in sections if part.startswith("Options"))
    missing = [option for option in commands()[command] if f"`{option}" not in section + common]
    assert not missing
