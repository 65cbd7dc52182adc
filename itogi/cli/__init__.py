"""Floor 6: the command line. One file a group of commands; heavy modules are imported inside them."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """The command ``itogi``."""
    # Start-up makes a million objects and no garbage; looking for it takes half a second. `extracted`
    # turns the collector on again once the models are loaded.
    gc.disable()
    # pydantic, which spaCy brings, would look through all installed packages for plug-ins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from itogi.cli.app import run
    from itogi.settings import one_thread

    one_thread()
    run()
