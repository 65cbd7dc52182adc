"""The encoders of slovnet's three models, all in one pass over the words.

An encoder is three convolutions (330 -> 256 -> 128 -> 64, kernel 3) over word and shape embeddings, each
followed by ReLU and batch normalisation (github.com/natasha/slovnet, ``slovnet/exec/model.py``). Five facts
make it quick and keep the answers the same:

- sentences are laid end to end with a *gap* row between them; a gap row holds what padding would hold;
- the first layer is linear in the embedding, so what a word of some shape gives it (3 taps x 3 models x 256
  numbers) is computed once and kept in a bounded table;
- biases and batch normalisation are linear, so they fold into what comes after them (:class:`Norm`);
- two neighbouring outputs of a convolution of three taps take four products instead of six (:class:`_Layer`);
- rows go through all layers in blocks that stay in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itogi.language.weights import Embedding, Floats, Model

Ints = NDArray[np.intp]

TABLE_WORDS = 24576  # words whose first layer is kept: 9 KB each, 227 MB in all
BLOCK_ROWS = 384  # rows that go through all layers at once, with a model's weights: about 3 MB
SHAPE_BITS = 7  # a word and its shape are one number: word << SHAPE_BITS | shape
GAP = -1  # that number for a gap


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of n sentences lie: row 0 is a gap, and one gap follows each sentence.

    Attributes:
        lengths: words of each sentence.
        gaps: rows of the n + 1 gaps; ``gaps[i]`` is the one before sentence i.
        rows: rows of the words.
        before: for each word, the gap before its sentence.
    """

    lengths: Ints
    gaps: Ints
    rows: Ints
    before: Ints

    @classmethod
    def of(cls, lengths: Ints) -> Layout:
        """The layout of sentences with so many words."""
        gaps = np.concatenate([[0], np.cumsum(lengths + 1)])
        words = np.ones(gaps[-1] + 1, bool)
        words[gaps] = False
        return cls(lengths, gaps, np.flatnonzero(words), np.repeat(gaps[:-1], lengths))

    def blocks(self) -> Iterator[tuple[int, Ints]]:
        """First rows of blocks and the gaps in them, from the first row to the last.

        A block has at most :data:`BLOCK_ROWS` rows, or one sentence.
        """
        first = 0
        while first < len(self.gaps) - 1:
            last = int(np.searchsorted(self.gaps, self.gaps[first] + BLOCK_ROWS)) - 1
            last = max(last, first + 1)
            start = int(self.gaps[first])
            yield start, self.gaps[first : last + 1] - start
            first = last


@dataclass(frozen=True, slots=True)
class Norm:
    """What is still to be done to a layer's numbers: ``scale * x + shift`` on words, 0 on gaps."""

    scale: NDArray[np.float64]
    shift: NDArray[np.float64]

    @classmethod
    def after(cls, model: Model, layer: int, bias: NDArray[np.float64] | float = 0.0) -> Norm:
        """The batch normalisation of a layer whose numbers still lack this bias."""
        path = f"encoder.layers.{layer}.norm"
        get = {
            key: model.arrays[f"{path}.{key}"].astype(np.float64) for key in ("weight", "bias", "mean", "std")
        }
        scale = get["weight"] / get["std"]
        return cls(scale, get["bias"] + (bias - get["mean"]) * scale)

    @property
    def gap(self) -> Floats:
        """What becomes 0: a gap row has to hold it."""
        return (-self.shift / self.scale).astype(np.float32)

    def fold(self, weight: Floats, bias: Floats) -> tuple[Floats, Floats]:
        """A linear layer (in x out) that takes the numbers as they are."""
        wider = (weight * self.scale[:, None]).astype(np.float32)
        return wider, (bias + self.shift @ weight).astype(np.float32)


class Room:
    """Arrays to work in, used again and again: they stay in the processor's cache, and none is made anew."""

    def __init__(self) -> None:
        self.flat: dict[str, Floats] = {}

    def __call__(self, name: str, *shape: int) -> Floats:
        """An array of this shape with whatever was left in it; there is one of each name at a time."""
        size = math.prod(shape)
        if name not in self.flat or len(self.flat[name]) < size:
            self.flat[name] = np.zeros(size, np.float32)
        return self.flat[name][:size].reshape(shape)


def _split(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows 0, 2, 4 … and then 1, 3, 5 …; their number is even."""
    return rows.reshape(-1, 2).T.ravel()


class _Layer:
    """One layer after the first. Its rows come in the order of :func:`_split`, and go so.

    The normalisation below goes into the weights, as if no neighbour were a gap: gap rows hold its gap. The
    bias b stays out: with x for the sum of the taps, ``max(x + b, 0)`` is ``max(x, -b) + b``, and the last
    ``+ b`` goes into the normalisation above.

    Outputs y1, y2 of inputs d0 … d3 by Winograd's minimal filtering F(2, 3): with weights g0, g1, g2 of the
    taps, ``m = (d0 - d2) g0, (d1 + d2) (g0 + g1 + g2) / 2, (d2 - d1) (g0 - g1 + g2) / 2, (d1 - d3) g2``, and
    ``y1 = m0 + m1 + m2``, ``y2 = m1 - m2 - m3`` (Lavin and Gray, arXiv:1509.09308).
    """

    def __init__(self, model: Model, index: int, below: Norm, room: Room) -> None:
        here = f"encoder.layers.{index}.conv"
        weight = model.arrays[f"{here}.weight"].astype(np.float64)  # out x in x taps
        bias = model.arrays[f"{here}.bias"] + weight.sum(2) @ below.shift
        g0, g1, g2 = (weight * below.scale[None, :, None]).transpose(2, 1, 0)
        kernel = (g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2)
        self.kernel: Floats = np.stack(kernel).astype(np.float32)
        self.gap, self.floor = below.gap, (-bias).astype(np.float32)
        self.norm = Norm.after(model, index, bias)
        self.room, self.name = room, f"layer {index}"

    def __call__(self, x: Floats, gaps: Ints) -> Floats:
        """Rows x in -> rows x out, ReLU applied; the first and the last row hold no meaning."""
        x[gaps] = self.gap
        half = len(x) // 2
        even, odd = x[:half], x[half:]
        d = self.room("inputs", 4, half - 1, x.shape[1])
        np.subtract(even[:-1], even[1:], out=d[0])
        np.add(odd[:-1], even[1:], out=d[1])
        np.subtract(even[1:], odd[:-1], out=d[2])
        np.subtract(odd[:-1], odd[1:], out=d[3])
        out = self.kernel.shape[2]
        m = np.matmul(d, self.kernel, out=self.room("products", 4, half - 1, out))
        y = self.room(self.name, len(x), out)
        first, second = y[half:-1], y[1:half]  # odd rows and even rows
        np.add(m[0], m[1], out=first)
        np.add(first, m[2], out=first)
        np.subtract(m[1], m[2], out=second)
        np.subtract(second, m[3], out=second)
        np.maximum(y, self.floor, out=y)
        return y


class WordTable:
    """What each word in some shape gives the first layer: 3 models x 3 taps x 256. Bounded.

    Slot 0 is the gap and stays zero. Of the others, those of least worth are given away: how often a word was
    asked for, more the worth of what was given away last before that, so that old fame fades (LFU with
    dynamic aging: Arlitt et al., Evaluating Content Management Techniques for Web Proxy Caches, 2000).
    """

    def __init__(self, embedding: Embedding, models: Sequence[Model], size: int = TABLE_WORDS) -> None:
        layers = [model.arrays["encoder.layers.0.conv.weight"] for model in models]
        taps = np.ascontiguousarray(np.stack(layers).transpose(0, 3, 2, 1))  # models x taps x in x width
        dim = embedding.codes.shape[0] * embedding.codes.shape[2]
        self.embedding = embedding
        self.weight = np.ascontiguousarray(taps[:, :, :dim])
        shapes = np.stack([model.arrays["emb.shape.weight"] for model in models])
        self.shapes = shapes[:, None] @ taps[:, :, dim:]
        # Each word is once the middle of three, so the bias goes with the middle tap.
        biases = np.stack([model.arrays["encoder.layers.0.conv.bias"] for model in models])
        self.shapes[:, 1] += biases[:, None]
        self._empty(size)

    def _empty(self, size: int) -> None:
        models, taps, _, width = self.weight.shape
        self.taps = np.zeros((models, taps, size + 1, width), np.float32)
        self.slots: dict[int, int] = {GAP: 0}
        self.codes = np.full(size + 1, GAP, np.int64)
        self.asked = np.zeros(size + 1, np.int64)  # how often, since the word is here
        self.worth = np.full(size + 1, -1, np.int64)
        self.worth[0] = np.iinfo(np.int64).max
        self.age = 0  # the worth of what was given away last

    def slots_of(self, codes: NDArray[np.int64]) -> Ints:
        """Slots of these words (:data:`GAP` for gaps), computed where they are new."""
        wanted, inverse, times = np.unique(codes, return_inverse=True, return_counts=True)
        if len(wanted) >= len(self.codes):  # one batch alone would overflow the table
            self._empty(len(wanted))
        get = self.slots.get
        found = np.array([get(code, -1) for code in wanted.tolist()], np.intp)
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = self._fill(wanted[new], found[found > 0])
        words = found > 0
        self.asked[found[words]] += times[words]
        self.worth[found[words]] = self.asked[found[words]] + self.age
        return found[inverse]

    def _fill(self, codes: NDArray[np.int64], kept: Ints) -> Ints:
        """Computes these words into the slots of least worth, but for those to be kept."""
        worth = self.worth.copy()
        worth[kept] = self.worth[0]
        slots = np.argpartition(worth, len(codes) - 1)[: len(codes)]
        self.age = max(self.age, int(worth[slots].max()))
        for code in self.codes[slots].tolist():
            if code != GAP:
                del self.slots[code]
        rows, shapes = self.embedding.rows(codes >> SHAPE_BITS), codes & ((1 << SHAPE_BITS) - 1)
        for place in np.ndindex(self.weight.shape[:2]):  # one model and tap after the other: fits the cache
            product = rows @ self.weight[place]
            product += self.shapes[place][shapes]
            self.taps[place][slots] = product
        self.codes[slots] = codes
        self.asked[slots] = 0
        self.slots.update(zip(codes.tolist(), slots.tolist(), strict=True))
        return slots


class Encoders:
    """The encoders of several models that share their word vectors."""

    def __init__(self, embedding: Embedding, models: Sequence[Model]) -> None:
        self.table = WordTable(embedding, models)
        self.room = Room()
        self.layers = []
        for model in models:
            second = _Layer(model, 1, Norm.after(model, 0), self.room)
            self.layers.append((second, _Layer(model, 2, second.norm, self.room)))

    @property
    def norms(self) -> list[Norm]:
        """What each model still does to the numbers."""
        return [third.norm for _, third in self.layers]

    def __call__(self, codes: NDArray[np.int64], layout: Layout) -> Floats:
        """Words of a layout -> models x rows x 64, to be taken through :attr:`norms`.

        Rows of gaps hold no meaning.
        """
        size = int(layout.gaps[-1]) + 1
        padded = np.full(size + 3, GAP, np.int64)  # one row before all, and two after, if a block is odd
        padded[layout.rows + 1] = codes
        slots = self.table.slots_of(padded)
        found = np.empty((len(self.layers), size + 1, len(self.norms[0].scale)), np.float32)
        found[:, -1] = 0  # no block may reach it
        blocks = list(layout.blocks())
        for number, (second, third) in enumerate(self.layers):  # outside: a model's weights stay in the cache
            for start, gaps in blocks:
                rows = int(gaps[-1]) + 1
                rows += rows % 2
                places = gaps // 2 + gaps % 2 * (rows // 2)
                x = self._first(number, slots[start : start + rows + 2])
                y = third(second(x, places), places)
                found[number, start : start + rows : 2] = y[: rows // 2]
                found[number, start + 1 : start + rows : 2] = y[rows // 2 :]
        return found

    def _first(self, model: int, slots: Ints) -> Floats:
        """First layer of the rows between the first and the last: what each word and its neighbours give."""
        before, here, after = self.table.taps[model]
        shape = len(slots) - 2, here.shape[1]
        total, more = self.room("first", *shape), self.room("more", *shape)
        # "clip" because numpy buffers the output in its other modes; slots are always in range.
        np.take(here, _split(slots[1:-1]), 0, out=total, mode="clip")
        total += np.take(before, _split(slots[:-2]), 0, out=more, mode="clip")
        total += np.take(after, _split(slots[2:]), 0, out=more, mode="clip")
        return np.maximum(total, 0, out=total)
