"""Imports go down the floors only: by what stands in the files, and by what a child process has loaded."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "itogi"
FLOORS = {
    "model": 0,
    "language": 1,
    "reading": 2,
    "extraction": 3,
    "register": 4,
    "report": 5,
    "corpus": 5,
    "web": 6,
    "cli": 7,
}
BASE = {"errors", "settings"}  # below all floors
DJANGO_FROM = FLOORS["register"]
DEAD = ("natasha", "slovnet", "navec", "pymorphy2", "ipymarkup")
PRESENT = [name for name in FLOORS if any((PACKAGE / name).glob("*.py"))]

# Imports every module of a floor and prints the modules that are loaded then. Below the register Django
# is hidden: the package edtf looks for it, and does without, and so must we.
CHILD = """
import importlib, json, pkgutil, sys
if sys.argv[2] == "no django":
    sys.modules["django"] = None
package = importlib.import_module("itogi." + sys.argv[1])
if sys.argv[1] == "register":
    from itogi.register.database import setup
    setup()  # its tables are Django models: they want a configured Django
if sys.argv[1] == "web":
    import pathlib, tempfile
    from itogi.settings import locate
    from itogi.web.settings import configure
    configure(locate(pathlib.Path(tempfile.mkdtemp()) / "register.db"))
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(json.dumps(sorted(name for name, module in sys.modules.items() if module)))
"""


def allowed(floor: str) -> set[str]:
    return {floor} | BASE | {name for name, number in FLOORS.items() if number < FLOORS[floor]}


def imported_floors(path: Path) -> list[tuple[int, str]]:
    """Line and floor of every import of itogi in a file, those inside functions as well."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides the floor"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found += [(node.lineno, name.split(".")[1]) for name in names if name.startswith("itogi.")]
    return found


@pytest.mark.parametrize("floor", PRESENT)
def test_files_import_downwards_only(floor: str) -> None:
    known = allowed(floor) | {"__version__"}
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports itogi.{name}"
        for path in (PACKAGE / floor).rglob("*.py")
        for line, name in imported_floors(path)
        if name not in known
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("floor", PRESENT)
def test_a_floor_loads_nothing_from_above(floor: str) -> None:
    django = "django" if FLOORS[floor] >= DJANGO_FROM else "no django"
    command = [sys.executable, "-c", CHILD, floor, django]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    above = [f"itogi.{name}" for name in FLOORS if name not in allowed(floor)]
    forbidden = [*above, *DEAD]
    wrong = [m for m in loaded if any(m == name or m.startswith(f"{name}.") for name in forbidden)]
    assert not wrong


def test_every_folder_of_the_package_has_its_floor() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders <= set(FLOORS)


def test_the_check_of_files_sees_a_lazy_import(tmp_path: Path) -> None:
    path = tmp_path / "low.py"
    path.write_text("def f():\n    from itogi.report import results\n", "utf-8")
    assert imported_floors(path) == [(2, "report")]


def test_the_names_of_the_command_line_load_no_models() -> None:
    """``itogi --help`` stays fast because commands import what they need when they run."""
    heavy = ("spacy", "django", "trafilatura", "numpy", "rich.markdown", "babel", "yaml")
    code = "import itogi.cli.app, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert not set(heavy) & set(json.loads(done.stdout))
