"""From the encoders' numbers to tags, trees and names: the heads of slovnet's three models.

All answers are arrays over the words of all sentences, in order.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from itogi.language.encoder import Ints, Layout, Norm, Room
from itogi.language.tree import not_trees, tree
from itogi.language.weights import Floats, Model

BLOCK = 128  # words whose scores are in the processor's cache at once
ROOT = "root"
Names = list[tuple[int, int, str]]


def _blocks(size: int) -> Iterator[slice]:
    return (slice(low, min(low + BLOCK, size)) for low in range(0, size, BLOCK))


class Morph:
    """words x 64 -> a tag for each word: the best of a linear layer."""

    def __init__(self, model: Model, norm: Norm) -> None:
        self.labels = model.labels
        self.weight, self.bias = norm.fold(model.arrays["head.proj.weight"], model.arrays["head.proj.bias"])

    def __call__(self, x: Floats) -> Ints:
        """The tag of each row, as its place among the labels."""
        best = np.empty(len(x), np.intp)
        for rows in _blocks(len(x)):
            scores = x[rows] @ self.weight
            scores += self.bias
            scores.argmax(1, out=best[rows])
        return best


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0, out=x)


class _Biaffine:
    """``relu(head x) K relu(tail x)``, with a learnt vector for the root; head and tail are 64 -> 32."""

    def __init__(self, model: Model, norm: Norm, name: str) -> None:
        part = {key.removeprefix(name): array for key, array in model.arrays.items() if key.startswith(name)}
        head, tail = ((part[f".{s}.proj.weight"], part[f".{s}.proj.bias"]) for s in ("head", "tail"))
        self.head, self.head_bias = norm.fold(*head)
        self.tail, self.tail_bias = norm.fold(*tail)
        # The root comes after the normalisation, so it takes the layers as they are.
        self.root_head, self.root_tail = (_relu(part[".root"] @ w + b) for w, b in (head, tail))
        self.kernel = part[".kernel"]

    def heads(self, x: Floats) -> Floats:
        return _relu(x @ self.head + self.head_bias)

    def tails(self, x: Floats) -> Floats:
        return _relu(x @ self.tail + self.tail_bias)


def _arcs(left: Floats, right: Floats, gap: int, size: int) -> Floats:
    """Scores of one sentence, the gap before it standing for the root: words x (1 + words)."""
    scores: Floats = left[gap + 1 : gap + 1 + size] @ right[gap : gap + 1 + size].T
    return scores


class Syntax:
    """rows x 64 -> heads and relations; the root of a sentence stands in the gap before it.

    In slovnet's own terms "head" is the side of the dependent word.
    """

    def __init__(self, model: Model, norm: Norm) -> None:
        self.labels = model.labels
        self.arc, self.rel = _Biaffine(model, norm, "head"), _Biaffine(model, norm, "rel")
        self.room = Room()

    def __call__(self, x: Floats, layout: Layout, repair: bool) -> tuple[Ints, Ints]:
        """Heads (1-based within the sentence, 0 for the root) and relations (places among the labels)."""
        heads = self._heads(x, layout, repair)
        return heads, self._rels(x, layout, heads, repair)

    def _heads(self, x: Floats, layout: Layout, repair: bool) -> Ints:
        left = self.arc.heads(x) @ self.arc.kernel
        right = self.arc.tails(x)
        right[layout.gaps] = self.arc.root_tail
        heads = np.empty(len(layout.rows), np.intp)
        starts = np.cumsum(layout.lengths) - layout.lengths
        spans = list(zip(starts.tolist(), layout.lengths.tolist(), layout.gaps.tolist(), strict=False))
        for start, size, gap in spans:
            if size:
                _arcs(left, right, gap, size).argmax(1, out=heads[start : start + size])
        if repair:
            for number in not_trees(heads, layout).tolist():
                start, size, gap = spans[number]
                words = slice(start, start + size)
                heads[words] = tree(heads[words].tolist(), _arcs(left, right, gap, size))
        return heads

    def _rels(self, x: Floats, layout: Layout, heads: Ints, repair: bool) -> Ints:
        sides = self.rel.heads(x)
        sides[layout.gaps] = self.rel.root_head
        above, tails = sides[layout.before + heads], self.rel.tails(x[layout.rows])
        rels = np.empty(len(heads), np.intp)
        kernel, root = self.rel.kernel, self.labels.index(ROOT)
        for rows in _blocks(len(heads)):
            left = self.room("left", rows.stop - rows.start, kernel.shape[1])
            np.matmul(above[rows], kernel, out=left)
            scores = np.matmul(left.reshape(len(left), -1, len(kernel)), tails[rows, :, None])[:, :, 0]
            if repair:  # "root" for the root and for nothing else
                scores[:, root] = np.where(heads[rows] == 0, np.inf, -np.inf)
            scores.argmax(1, out=rels[rows])
        return rels


class Ner:
    """words x 64 -> names: BIO tags by a linear layer and a CRF (Viterbi, all sentences in step)."""

    def __init__(self, model: Model, norm: Norm) -> None:
        self.labels = model.labels
        self.weight, self.bias = norm.fold(model.arrays["head.proj.weight"], model.arrays["head.proj.bias"])
        self.transitions = np.ascontiguousarray(model.arrays["head.crf.transitions"].T)  # to x from
        self.begins = np.array([label.startswith("B-") for label in self.labels])
        self.goes_on = np.array([label.startswith("I-") for label in self.labels])

    def __call__(self, x: Floats, lengths: Ints) -> Names:
        """Names as (first word, word after the last, label)."""
        tags = self._viterbi(x @ self.weight + self.bias, lengths)
        return self.names(tags, np.cumsum(lengths) - lengths)

    def _viterbi(self, scores: Floats, lengths: Ints) -> Ints:
        """Best tags; sentences are taken longest first, so those still running are a prefix."""
        order = np.argsort(-lengths, kind="stable")[: np.count_nonzero(lengths)]
        starts, sizes = (np.cumsum(lengths) - lengths)[order], lengths[order]
        running = np.searchsorted(-sizes, -np.arange(sizes.max(initial=0)), side="left").tolist()
        best = scores[starts]
        history = []
        for step, alive in enumerate(running[1:], 1):
            paths = best[:alive, None, :] + self.transitions
            history.append(paths.argmax(2))
            best[:alive] = paths.max(2) + scores[starts[:alive] + step]
        tags = np.empty(len(scores), np.intp)
        last = best.argmax(1)
        for step in range(len(history), 0, -1):
            alive = running[step]
            here = last[:alive]
            tags[starts[:alive] + step] = here
            last[:alive] = history[step - 1][np.arange(alive), here]
        tags[starts] = last
        return tags

    def names(self, tags: Ints, starts: Ints) -> Names:
        """BIO tags -> names; an I without its B adds to the name before, as in slovnet's bio.py.

        Args:
            tags: places among the labels.
            starts: first words of the sentences, where no name goes on.
        """
        firsts = np.flatnonzero(self.begins[tags])
        breaks = ~self.goes_on[tags]
        breaks[starts[starts < len(tags)]] = True
        stops = np.append(np.flatnonzero(breaks), len(tags))
        ends = stops[np.searchsorted(stops, firsts, side="right")]
        labels = [self.labels[tag][2:] for tag in tags[firsts].tolist()]
        return list(zip(firsts.tolist(), ends.tolist(), labels, strict=True))
