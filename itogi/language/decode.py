"""From the encoders' numbers to tags, trees and names: the heads of slovnet's three models."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from itogi.language.tree import tree
from itogi.language.weights import Floats, Model

Ints = NDArray[np.intp]
Tree = tuple[tuple[int, ...], tuple[str, ...]]
Names = tuple[tuple[int, int, str], ...]


class Morph:
    """words x 64 -> a tag for each word: the best of a linear layer."""

    def __init__(self, model: Model) -> None:
        self.labels = model.labels
        self.weight, self.bias = model.arrays["head.proj.weight"], model.arrays["head.proj.bias"]

    def __call__(self, x: Floats) -> list[str]:
        """One tag a row."""
        best = (x @ self.weight + self.bias).argmax(1).tolist()
        return [self.labels[index] for index in best]


def _relu(x: Floats) -> Floats:
    np.maximum(x, 0, out=x)
    return x


class _Biaffine:
    """``relu(head x) K relu(tail x)``, with a learnt vector for the root; head and tail are 64 -> 32."""

    def __init__(self, model: Model, name: str) -> None:
        part = {key.removeprefix(name): array for key, array in model.arrays.items() if key.startswith(name)}
        self.head, self.head_bias = part[".head.proj.weight"], part[".head.proj.bias"]
        self.tail, self.tail_bias = part[".tail.proj.weight"], part[".tail.proj.bias"]
        self.root, self.kernel = part[".root"][None], part[".kernel"]

    def heads(self, x: Floats) -> Floats:
        return _relu(x @ self.head + self.head_bias)

    def tails(self, x: Floats) -> Floats:
        return _relu(x @ self.tail + self.tail_bias)


class Syntax:
    """words x 64 -> heads and relations. In slovnet's own terms "head" is the side of the dependent word."""

    def __init__(self, model: Model) -> None:
        self.labels = model.labels
        self.arc, self.rel = _Biaffine(model, "head"), _Biaffine(model, "rel")

    def __call__(self, x: Floats, lengths: Ints, repair: bool) -> list[Tree]:
        """A tree for each sentence; lengths add up to the rows of x."""
        heads = list(self._heads(x, lengths, repair))
        # Head 0 is the root, kept in the last row; the others are rows of the same sentence.
        starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        flat = np.concatenate([np.array(found, np.intp) for found in heads])
        rows = np.where(flat == 0, len(x), starts + flat - 1)
        rels = self._rels(x, rows, repair)
        ends = np.cumsum(lengths).tolist()
        return [(found, tuple(rels[end - len(found) : end])) for found, end in zip(heads, ends, strict=True)]

    def _heads(self, x: Floats, lengths: Ints, repair: bool) -> Iterator[tuple[int, ...]]:
        left = self.arc.heads(x) @ self.arc.kernel
        right, root = self.arc.tails(x), self.arc.tails(self.arc.root)
        start = 0
        for size in lengths.tolist():
            rows = slice(start, start + size)
            scores = left[rows] @ np.concatenate([root, right[rows]]).T  # size x (1 + size)
            found = scores.argmax(1)
            yield tree(found.tolist(), scores) if repair else tuple(found.tolist())
            start += size

    def _rels(self, x: Floats, rows: Ints, repair: bool) -> list[str]:
        hidden = self.rel.kernel.shape[0]
        sides = np.concatenate([self.rel.heads(x), self.rel.heads(self.rel.root)])
        left = (sides @ self.rel.kernel)[rows].reshape(len(rows), -1, hidden)  # words x relations x hidden
        scores = (left @ self.rel.tails(x)[:, :, None])[:, :, 0]
        if repair:  # "root" for the root and for nothing else
            scores[:, self.labels.index("root")] = np.where(rows == len(x), np.inf, -np.inf)
        return [self.labels[index] for index in scores.argmax(1).tolist()]


class Ner:
    """words x 64 -> names: BIO tags by a linear layer and a CRF (Viterbi, all sentences in step)."""

    def __init__(self, model: Model) -> None:
        self.labels = model.labels
        self.weight, self.bias = model.arrays["head.proj.weight"], model.arrays["head.proj.bias"]
        self.transitions = model.arrays["head.crf.transitions"]  # from x to

    def __call__(self, x: Floats, lengths: Ints) -> list[Names]:
        """Names of each sentence."""
        scores = x @ self.weight + self.bias
        starts = np.cumsum(lengths) - lengths
        order = np.argsort(-lengths, kind="stable")
        paths: list[Names] = [()] * len(lengths)
        tags = self._viterbi(scores, starts[order], lengths[order])
        for place, found in zip(order.tolist(), tags, strict=True):
            paths[place] = names([self.labels[tag] for tag in found])
        return paths

    def _viterbi(self, scores: Floats, starts: Ints, lengths: Ints) -> Iterator[list[int]]:
        """Best tags of each sentence; sentences come longest first, so those still running are a prefix."""
        running = lengths > 0
        best = scores[np.where(running, starts, 0)]
        history = []
        for step in range(1, int(lengths.max())):
            alive = int(np.searchsorted(-lengths, -step, side="left"))
            paths = best[:alive, :, None] + self.transitions + scores[starts[:alive] + step][:, None, :]
            history.append(paths.argmax(1))
            best[:alive] = paths.max(1)
        lasts = best.argmax(1).tolist()
        for row, size in enumerate(lengths.tolist()):
            tags = [lasts[row]] if size else []
            for back in reversed(history[: max(size - 1, 0)]):
                tags.append(int(back[row, tags[-1]]))
            yield tags[::-1]


def names(tags: list[str]) -> Names:
    """BIO tags -> (start, end, label); an I without its B adds to the name before, as in slovnet's bio.py."""
    found: list[tuple[int, int, str]] = []
    start, end, label = 0, 0, ""
    for place, tag in enumerate([*tags, "O"]):
        part, _, kind = tag.partition("-")
        if part in ("O", "B"):
            if label:
                found.append((start, end, label))
            start, end, label = place, place + 1, kind
        elif part == "I":
            end = place + 1
    return tuple(found)
