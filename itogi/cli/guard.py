"""What a command does when something goes wrong: one clear line, and an exit code that a script can use."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from itogi.errors import ItogiError, UsageError

REFUSED, USAGE, CRASHED, INTERRUPTED = 1, 2, 70, 130
_P = ParamSpec("_P")


def guarded(command: Callable[_P, None]) -> Callable[_P, None]:
    """Wrap ``command``: errors of itogi become a line, others a short message, a closed pipe nothing.

    Exit codes: 0 done; 1 something was refused or a register failed; 2 wrong usage; 70 a fault of
    itogi itself; 130 interrupted.
    """

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except BrokenPipeError:
            close_quietly()
        except KeyboardInterrupt:
            tell("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except ItogiError as error:
            _trace(kwargs)
            tell(f"error: {error}")
            raise typer.Exit(USAGE if isinstance(error, UsageError) else REFUSED) from None
        except Exception as error:
            _crash(error, kwargs)
            raise typer.Exit(CRASHED) from None

    return run


def tell(message: str) -> None:
    """One message on standard error, at the beginning of a line."""
    print(message, file=sys.stderr)


def close_quietly() -> None:
    """The reader of our output has gone (``| head``): say nothing, now and when Python flushes at its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(null, stream.fileno())


def _trace(options: dict[str, object]) -> None:
    if options.get("debug"):
        traceback.print_exc()


def _crash(error: Exception, options: dict[str, object]) -> None:
    _trace(options)
    hint = "" if options.get("debug") else "; repeat with --debug for the traceback"
    tell(f"error: itogi failed on {type(error).__name__}: {error}. This is a fault of itogi{hint}")
