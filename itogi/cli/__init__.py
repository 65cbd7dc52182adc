"""Floor 6: the command line. One file a group of commands; heavy modules are imported inside them."""

from __future__ import annotations


def main() -> None:
    """The command ``itogi``."""
    from itogi.cli.app import run

    run()
