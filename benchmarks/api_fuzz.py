"""Calls the API in every way that its description allows, and in ways that it does not.

    python benchmarks/api_fuzz.py --calls 10000

schemathesis makes the calls from the OpenAPI description, in this process, on a register of samples (or on a
copy of yours: ``--db``), with a token of an editor and without one. No answer may be a fault of the server
(5xx), and each must have a status, a type and a shape that the description names. Prints what it found and
how many calls it made; exits with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import logging
import math
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

_EACH = 20  # calls of an operation before the next one has its turn
SAMPLES = Path(__file__).parents[1] / "samples"


class Calls:
    """The operations of the API of the register that is configured, called until there were enough."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.failures: dict[str, str] = {}
        self.turn = 0
        self.token = self._token()
        self.values = self._values()

    def run(self, wanted: int, seed: int, minutes: float = math.inf) -> int:
        """Call the operations in turn, some calls each, until there were enough; returns how many."""
        operations, ends, round = list(self._operations()), time.monotonic() + 60 * minutes, 0
        while self.made < wanted and time.monotonic() < ends:
            for operation in operations:
                self._one(operation, _EACH, seed + round)
            round += 1
        return self.made

    @property
    def made(self) -> int:
        """The calls so far."""
        return sum(self.statuses.values())

    def _operations(self) -> Iterator[Any]:
        import schemathesis
        from django.core.wsgi import get_wsgi_application
        from schemathesis.config import SchemathesisConfig

        application = get_wsgi_application()
        config = SchemathesisConfig.from_dict({"generation": {"mode": "all"}})
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
        return (found.ok() for found in schema.get_all_operations())

    def _one(self, operation: Any, examples: int, seed: int) -> None:
        from hypothesis import HealthCheck, Phase, given, settings
        from hypothesis import seed as seeded
        from schemathesis.generation.modes import GenerationMode

        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @seeded(seed)
            @settings(
                max_examples=max(1, examples // 2),
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def call(case: Any) -> None:
                self.turn += 1
                self._fill(case)
                self._call(case, {} if self.turn % 9 == 0 else {"Authorization": f"Bearer {self.token}"})

            try:
                call()
            except Exception as error:  # where nothing can be made that breaks the description
                if type(error).__name__ not in ("Unsatisfiable", "SkipTest"):
                    raise

    def _fill(self, case: Any) -> None:
        """Half of the calls name what there is: else nearly all would answer that there is no such thing."""
        if self.turn % 2:
            return
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                for name, values in self.values.items():
                    if name in part:
                        part[name] = values[self.turn // 2 % len(values)]

    def _call(self, case: Any, headers: dict[str, str]) -> None:
        from schemathesis.checks import load_all_checks
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        load_all_checks()
        # This process is server and client at once: nothing between them would unpack an answer.
        response = case.call(headers=headers | {"Accept-Encoding": "identity"})
        self.statuses[f"{case.method} {response.status_code}"] += 1
        if response.status_code >= 500:
            self._note(f"{response.status_code}", case, response.text)
        try:
            case.validate_response(
                response,
                checks=[content_type_conformance, response_schema_conformance, status_code_conformance],
            )
        except Exception as error:
            self._note(type(error).__name__, case, str(error))

    def _note(self, what: str, case: Any, told: str) -> None:
        self.failures.setdefault(
            f"{what} {case.method} {case.path}", f"{case.as_curl_command()}\n{told[:2000]}"
        )

    def _token(self) -> str:
        from itogi.web import tokens
        from itogi.web.models import Role, User

        user = User.objects.make("fuzz", None, Role.EDITOR)
        return tokens.make(user, "fuzz", Role.EDITOR)[1]

    def _values(self) -> dict[str, list[Any]]:
        from itogi.web.door import register

        page = register().entries_page(limit=100)
        entries = [brief.id for brief in page.items]
        articles = [head.id for head in register().articles_page(limit=50).items]
        return {
            "id": entries + articles,
            "target": entries,
            "code": list(register().organisations()),
            "organisation": list(register().organisations()),
            "number": [1, 2, 3, 4, 5],
            "q": ["граница", '"Совет"', "Астана -учение", "сесс*", ""],
            "year": ["2024", "all", "2023"],
            "since": ["2024", "2024-11", "2020-01-01"],
            "until": ["2024-12", "2025", "2030"],
            "country": ["KZ", "Казахстан", "RU"],
            "person": ["Токаев", "Владимир Путин"],
            "after": ["1-ffffffffffffff", "0-1"],
            "value": ["Астана", True, 5, ["KZ", "RU"], "2024-11-28"],
            "slot": ["place", "title", "value", "countries", "date"],
        }


def _configure(db: Path) -> None:
    """The pages of a register, without a limit of calls."""
    from itogi.settings import locate
    from itogi.web.options import Options
    from itogi.web.settings import configure

    configure(locate(db), Options(), ITOGI_API_RATE=10**9)
    from itogi.web.door import prepare

    prepare()


def _database(folder: Path, given: Path | None) -> Path:
    """A copy of the register that is given, else one of the samples."""
    target = folder / "register.db"
    if given is not None:
        with closing(sqlite3.connect(given)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return target
    # In a process of its own: the register is opened there, and Django is configured for it once a process.
    subprocess.run([sys.executable, "-m", "itogi", "read", str(SAMPLES), "--db", str(target)], check=True)
    return target


def main() -> int:
    """Make the calls and tell what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end then, however many there were")
    parser.add_argument("--db", type=Path, help="a register to copy; else the samples are read")
    given = parser.parse_args()
    logging.disable(logging.WARNING)  # each answer 4xx would be told
    folder = Path(tempfile.mkdtemp(prefix="itogi-fuzz-"))
    try:
        _configure(_database(folder, given.db))
        calls = Calls()
        began = time.perf_counter()
        made = calls.run(given.calls, given.seed, given.minutes)
        seconds = time.perf_counter() - began
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for name, told in calls.failures.items():
        print(f"== {name}\n{told}\n")
    for name, n in sorted(calls.statuses.items()):
        print(f"{n:7} {name}")
    faults = sum(n for name, n in calls.statuses.items() if name.split()[-1] >= "500")
    print(
        f"{made} calls in {seconds:.0f} s: {faults} faults of the server, "
        f"{len(calls.failures)} kinds of failures"
    )
    return int(bool(calls.failures))


if __name__ == "__main__":
    sys.exit(main())
