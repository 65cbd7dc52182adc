"""Floor 1: Russian text to a spaCy ``Doc`` with sentences, words, lemmas, syntax and names."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMAND = "spacy.cli.info"


def _spare_commands() -> None:
    """Let ``import spacy`` not read spaCy's commands, among them a client for HTTP: a tenth of a start.

    Of all of them spaCy wants one function, ``spacy.info``; it comes when it is called.
    """

    def info(*args: Any, **options: Any) -> Any:
        sys.modules.pop(_COMMAND, None)
        return import_module(_COMMAND).info(*args, **options)

    if "spacy" not in sys.modules:
        stand_in = ModuleType(_COMMAND)
        stand_in.__dict__["info"] = info
        sys.modules[_COMMAND] = stand_in


_spare_commands()
