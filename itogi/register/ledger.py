"""The ledger: figures that reports claim, held against the entries of the register."""

from __future__ import annotations

from itogi.model.entry import Claim
from itogi.register.store import Period, Register


def claims(register: Register, organisation: str, period: Period) -> list[Claim]:
    """Each figure that can be held against the register, with its verdict.

    Who said it, where and when is in ``claim.entry.records`` (article, evidence, slot ``by``).
    """
    raise NotImplementedError
