"""Floor 4: the register. ``itogi.register.store`` is its only door; importing this starts no Django."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from itogi.register.ledger import claims
    from itogi.register.store import Added, Counts, Outcome, Register, open_register

__all__ = ["Added", "Counts", "Outcome", "Register", "claims", "open_register"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from itogi.register import ledger, store

    return getattr(ledger if name == "claims" else store, name)
