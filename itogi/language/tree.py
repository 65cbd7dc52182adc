"""Makes a tree of the heads that a greedy parser chose word by word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from itogi.language.encoder import Ints, Layout
from itogi.language.weights import Floats


def is_tree(heads: Sequence[int]) -> bool:
    """True if these 1-based heads have one root (head 0) and every word reaches it."""
    return heads.count(0) == 1 and not _loops(heads)


def not_trees(heads: Ints, layout: Layout) -> Ints:
    """Numbers of the sentences whose heads (1-based, 0 for the root) are no tree with one root.

    All sentences at once: whoever follows the heads for as many steps as there are words is at the root (the
    gap before the sentence) or goes round for ever; each doubling takes twice as many steps.
    """
    above = np.arange(int(layout.gaps[-1]) + 1)
    above[layout.rows] = layout.before + heads
    for _ in range(int(layout.lengths.max(initial=0)).bit_length()):
        above = above[above]
    sentence = np.repeat(np.arange(len(layout.lengths)), layout.lengths)
    lost = np.bincount(sentence[above[layout.rows] != layout.before], minlength=len(layout.lengths))
    roots = np.bincount(sentence[heads == 0], minlength=len(layout.lengths))
    return np.flatnonzero((lost > 0) | ((roots != 1) & (layout.lengths > 0)))


def _loops(heads: Sequence[int]) -> list[list[int]]:
    """The cycles among 0-based words, in order of their first word."""
    state = [0] * len(heads)  # 0: unseen; otherwise the number of the walk that saw the word
    loops = []
    for walk, start in enumerate(range(len(heads)), 1):
        word = start
        while word >= 0 and not state[word]:
            state[word] = walk
            word = heads[word] - 1
        if word >= 0 and state[word] == walk:
            loop = [word]
            while heads[loop[-1]] - 1 != word:
                loop.append(heads[loop[-1]] - 1)
            loops.append(loop)
    return loops


def _below(heads: Sequence[int], top: int) -> set[int]:
    """0-based words under `top`, itself included."""
    children: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        children.setdefault(head - 1, []).append(word)
    found, queue = {top}, [top]
    while queue:
        for word in children.get(queue.pop(), ()):
            if word not in found:
                found.add(word)
                queue.append(word)
    return found


def tree(heads: list[int], scores: Floats) -> tuple[int, ...]:
    """Greedy heads as they are where they form a tree, else the nearest by scores.

    The best root stays the only one; then each cycle (and each word that hung on no root) is opened where it
    costs least and hung on the best word outside. Deterministic.

    Args:
        heads: greedy heads, 1-based, 0 for the root.
        scores: words x (1 + words): score of each head (column 0: root) for each word.
    """
    if not heads or is_tree(heads):
        return tuple(heads)
    heads = list(heads)
    roots = [word for word, head in enumerate(heads) if head == 0] or list(range(len(heads)))
    root = max(roots, key=lambda word: (scores[word, 0], -word))
    for word, head in enumerate(heads):
        if head == 0 and word != root:
            heads[word] = _best_outside(heads, word, scores)[1]
    heads[root] = 0
    while loops := _loops(heads):
        best = max(((*_best_outside(heads, word, scores), word) for word in loops[0]), key=lambda c: c[0])
        heads[best[2]] = best[1]
    return tuple(heads)


def _best_outside(heads: Sequence[int], word: int, scores: Floats) -> tuple[float, int]:
    """(what it costs, as a number <= 0; head): the best head of `word` outside its own words."""
    row = scores[word].copy()
    row[0] = -np.inf
    row[[below + 1 for below in _below(heads, word)]] = -np.inf
    head = int(row.argmax())
    return float(row[head] - scores[word, heads[word]]), head
