"""``itogi doctor``: whether this installation can do its work."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from itogi import __version__
from itogi.cli.guard import REFUSED
from itogi.cli.options import Db, Debug, JsonLines
from itogi.errors import ItogiError

OLDEST, NEWEST = (3, 11), (3, 13)
_PROBE = "Саммит прошёл в Астане."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, what was found, what to do if it is not."""

    check: str
    ok: bool
    found: str
    remedy: str = ""


def doctor(db: Db = None, json_lines: JsonLines = False, debug: Debug = False) -> None:
    """Check this installation and the register.

    Python, the packages, the models, SQLite, the register and the permission to write it.

    Example: itogi doctor --db my.db

    Exit code: 0 if all is in order, 1 if something is not.
    """
    healthy = True
    for finding in findings(db):
        healthy = healthy and finding.ok
        _show(finding, json_lines)
    if not healthy:
        raise typer.Exit(REFUSED)


def _show(finding: Finding, json_lines: bool) -> None:
    from rich.text import Text

    from itogi.cli.output import console, print_json

    if json_lines:
        print_json([asdict(finding)])
        return
    mark = Text("ok      ", style="green") if finding.ok else Text("PROBLEM ", style="bold red")
    console().print(Text.assemble(mark, (f"{finding.check:<10}", "bold"), finding.found), soft_wrap=True)
    if not finding.ok and finding.remedy:
        console().print(f"{'':18}remedy: {finding.remedy}", markup=False, soft_wrap=True)


def findings(db: str | None) -> Iterator[Finding]:
    """All findings, one after another; a check that fails in an unforeseen way is a problem too."""
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "itogi": _versions,
        "packages": _packages,
        "pages": _pages,
        "serve": _serve,
        "models": _models,
        "sqlite": _sqlite,
        "register": lambda: _register(db),
    }
    for name, check in checks.items():
        try:
            yield from check()
        except ItogiError as error:
            found = f"{error.where}: {error.problem}" if error.where else error.problem
            yield Finding(name, False, found, error.remedy)
        except Exception as error:
            yield Finding(
                name,
                False,
                f"{type(error).__name__}: {error}",
                "reinstall itogi: pip install --force-reinstall itogi",
            )


def _versions() -> Iterator[Finding]:
    yield Finding("itogi", True, f"{__version__}, {Path(__file__).parents[1]}")
    ok = OLDEST <= sys.version_info[:2] <= NEWEST
    yield Finding(
        "python", ok, f"{platform.python_version()}, {sys.executable}", "use Python 3.11, 3.12 or 3.13"
    )


def _packages() -> Iterator[Finding]:
    """The packages that itogi asks for, by its own metadata."""
    from importlib import metadata

    wanted = [line for line in metadata.requires("itogi") or () if "extra ==" not in line]
    names = [match[0] for line in wanted if (match := re.match(r"[\w.-]+", line))]
    versions: dict[str, str] = {}
    missing: list[str] = []
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding(
            "packages", False, f"not installed: {', '.join(missing)}", f"pip install {' '.join(missing)}"
        )
    yield Finding(
        "packages", True, ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    )


def _pages() -> Iterator[Finding]:
    """HTML needs more packages than are named: an old pip leaves some of them out."""
    try:
        from itogi.reading import page
    except ImportError as error:
        yield Finding(
            "pages", False, f"HTML cannot be read: {error}", "pip install lxml_html_clean trafilatura"
        )
    else:
        yield Finding("pages", True, f"HTML can be read ({page.__name__})")


def _serve() -> Iterator[Finding]:
    """What `itogi serve` needs is an extra: without it all else works."""
    from itogi.web.server import missing

    if lacking := missing():
        told = f"not installed: {', '.join(lacking)}; `itogi serve` needs pip install 'itogi[web]'"
        yield Finding("serve", True, told)
    else:
        yield Finding("serve", True, "the register can be opened in a browser")


def _models() -> Iterator[Finding]:
    from itogi.language.pipeline import load
    from itogi.language.weights import data_folder

    folder = data_folder()
    doc = load()(_PROBE)
    parsed = " ".join(f"{token.text}/{token.pos_}" for token in doc)
    ok = any(token.lemma_ == "саммит" for token in doc)
    yield Finding(
        "models", ok, f"{folder}: {parsed}", "reinstall the models: pip install --force-reinstall natasha"
    )


def _sqlite() -> Iterator[Finding]:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        full_text = True
    except sqlite3.OperationalError:
        full_text = False
    finally:
        connection.close()
    told = f"{sqlite3.sqlite_version}, full-text search (FTS5) {'there' if full_text else 'missing'}"
    yield Finding(
        "sqlite", full_text, told, "use a Python whose SQLite has FTS5, as python.org and Debian build it"
    )


def _register(db: str | None) -> Iterator[Finding]:
    """The state of the register; one that does not exist yet is not made."""
    from itogi.settings import locate

    location = locate(db)
    path = location.path
    if location.engine != "sqlite":
        yield Finding("register", True, f"{location}: {_held(db)}")
        return
    if not path.exists():
        yield _absent(path)
        return
    if path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        yield Finding(
            "register",
            False,
            f"{path}: no permission to write",
            "give yourself write permission on file and folder",
        )
        return
    size = path.stat().st_size / 1e6
    yield Finding("register", True, f"{path}: {_held(db)}, {size:.1f} MB")


def _held(db: str | None) -> str:
    """How much the register holds, in words."""
    from itogi.register.store import open_register

    with open_register(db, timeout=2) as register:
        held = register.counts()
    entries, records = sum(held.entries.values()), sum(held.records.values())
    return f"{held.articles} reports, {records} records, {entries} entries"


def _absent(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return Finding("register", True, f"{path}: not made yet, `itogi read` makes it")
    return Finding(
        "register", False, f"{path}: cannot be made in {folder}", "name another place with --db or ITOGI_DB"
    )
