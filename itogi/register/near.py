"""How alike two texts are, and whose wire a text credits.

Near-duplicates by MinHash (Broder 1997): the share of equal minima of two texts estimates the share of
word sequences that they have in common. Bands of minima (Leskovec et al., Mining of Massive Datasets,
ch. 3) find those that may be alike without looking at all others.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from itogi.model.data import load_yaml
from itogi.register.keys import number
from itogi.register.traits import fold

_WORD = re.compile(r"[^\W_]+")
_SEQUENCE = 4  # words
_LEAST = 25  # words: what is shorter is alike by chance
_MINIMA, _ROWS = 64, 4  # 16 bands of 4: texts that share 70 % meet with a chance of 99 %
ALIKE = 0.6
_PRIME = (1 << 61) - 1


@cache
def _hashes() -> tuple[Any, Any]:
    chance = np.random.default_rng(61)
    draw = chance.integers(1, 1 << 31, (2, _MINIMA), dtype=np.uint64)
    return draw[0], draw[1]


def minima(text: str) -> bytes:
    """The MinHash of a text, 4 bytes a minimum; empty for a short one."""
    words = _WORD.findall(fold(text))
    if len(words) < _LEAST:
        return b""
    runs = {" ".join(words[i : i + _SEQUENCE]) for i in range(len(words) - _SEQUENCE + 1)}
    digests = (hashlib.blake2b(run.encode(), digest_size=4).digest() for run in runs)
    values = np.frombuffer(b"".join(digests), dtype=">u4").astype(np.uint64)
    a, b = _hashes()
    mixed = (values[:, None] * a[None, :] + b[None, :]) % np.uint64(_PRIME)
    return bytes((mixed & np.uint64(0xFFFFFFFF)).min(axis=0).astype(">u4").tobytes())


def alike(a: bytes, b: bytes) -> float:
    """The share of word sequences that two texts have in common, estimated; 0 for short texts."""
    if not a or not b:
        return 0.0
    return float((np.frombuffer(a, dtype=">u4") == np.frombuffer(b, dtype=">u4")).mean())


def bands(signature: bytes) -> list[int]:
    """The marks by which near-duplicates meet."""
    width = 4 * _ROWS
    return [number(at, signature[at : at + width].hex()) for at in range(0, len(signature), width)]


@cache
def _credit() -> tuple[re.Pattern[str], Mapping[str, str]]:
    rules = load_yaml(Path(__file__).parent / "credits.yml")
    codes = {fold(name): code for code, names in rules["agencies"].items() for name in names}
    said = "|".join(re.escape(fold(phrase)) for phrase in rules["phrases"])
    kinds = "|".join(re.escape(fold(stem)) for stem in rules["kinds"])
    names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b(?:{said})\s+(?:(?:{kinds})\w*\s+)?[«\"„]?({names})\b"), codes


def credit(text: str) -> str:
    """The code of the agency whose wire a text credits; empty where it credits none."""
    pattern, codes = _credit()
    found = pattern.search(fold(text))
    return codes[found[1]] if found else ""
