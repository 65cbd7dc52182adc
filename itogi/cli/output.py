"""Where output goes: reports to standard output, messages to standard error, colours to terminals."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from itogi.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

WIDTH = 100  # of reports that go to a file or a pipe
UNFOLDED = 100_000  # of lists that go to a pipe: one fact stays on one line, for grep


def console(stream: TextIO | None = None, *, piped: int = WIDTH) -> Console:
    """A console on standard output (or ``stream``): coloured and as wide as the terminal, if it is one.

    ``piped`` is the width where it is none.

    NO_COLOR, FORCE_COLOR, COLUMNS are honoured.
    """
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    stream = stream or sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else piped
    return Piped(file=stream, width=width, highlight=False, emoji=False, soft_wrap=False)


def print_json(rows: Iterable[object]) -> None:
    """One JSON object a line on standard output, as they come."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def write(path: Path, text: str) -> None:
    """Write a report whole or not at all: what lay at ``path`` stays until the new text is complete.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe
            path.write_text(text, "utf-8")
            return
        _replace(path, text)
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="name a file in a folder that exists and that you may write to, on a disk with space",
        ) from error


def _replace(path: Path, text: str) -> None:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def progress() -> Progress:
    """A progress bar with its rate on standard error; it shows on a terminal only."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} reports/s" if speed else "")

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate()]
    return Progress(
        *columns,
        TimeRemainingColumn(),
        console=console(sys.stderr),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
