"""The encoders of slovnet's three models, all in one pass over the words.

An encoder is three convolutions (330 -> 256 -> 128 -> 64, kernel 3) over word and shape embeddings, each
followed by ReLU and batch normalisation (github.com/natasha/slovnet, ``slovnet/exec/model.py``). Four facts
make it quick and keep the answers the same:

- sentences are laid end to end with a *gap* row between them; a gap row holds what padding would hold;
- the first layer is linear in the embedding, so what a word of some shape gives it (3 taps x 3 models x 256
  numbers) is computed once and kept in a bounded table;
- batch normalisation is linear, so it folds into what comes after it (:class:`_Layer`, :func:`folded`);
- rows go through all layers in blocks that stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from itogi.language.weights import Embedding, Floats, Model

Ints = NDArray[np.intp]

TAPS = 3
TABLE_WORDS = 12288  # words whose first layer is kept: 9 KB each, 113 MB in all
BLOCK_ROWS = 192  # rows that go through all layers at once: 1.5 MB of numbers
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

    def blocks(self) -> Iterator[tuple[slice, Ints]]:
        """Rows from a gap to a gap, at most :data:`BLOCK_ROWS` (or one sentence), and the gaps in them."""
        first = 0
        while first < len(self.gaps) - 1:
            last = int(np.searchsorted(self.gaps, self.gaps[first] + BLOCK_ROWS)) - 1
            last = max(last, first + 1)
            start = int(self.gaps[first])
            yield slice(start, int(self.gaps[last]) + 1), self.gaps[first : last + 1] - start
            first = last


def _norm(model: Model, path: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    get = {key: model.arrays[f"{path}.{key}"].astype(np.float64) for key in ("weight", "bias", "mean", "std")}
    scale = get["weight"] / get["std"]
    return scale, get["bias"] - get["mean"] * scale


def folded(model: Model, weight: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """A linear layer on top of an encoder, with the encoder's last normalisation folded into it."""
    scale, shift = _norm(model, "encoder.layers.2.norm")
    return (weight * scale[:, None]).astype(np.float32), (bias + shift @ weight).astype(np.float32)


def _taps(weight: Floats) -> Floats:
    """out x in x 3 as torch keeps it -> in x (3 * out), ready for one matrix product for all taps."""
    out, size, _ = weight.shape
    return np.ascontiguousarray(weight.transpose(1, 2, 0).reshape(size, TAPS * out))


class _Layer:
    """One layer after the first, with the batch normalisation of the layer below folded into it.

    That normalisation is ``y = g * x + h`` on words and 0 on gaps. Here ``g`` goes into the weights and ``h``
    into the bias, as if no neighbour were a gap; a gap row then has to hold the x with ``g * x + h = 0``.
    """

    def __init__(self, model: Model, index: int) -> None:
        scale, shift = _norm(model, f"encoder.layers.{index - 1}.norm")
        here = f"encoder.layers.{index}.conv"
        weight = model.arrays[f"{here}.weight"]
        self.gap: Floats = (-shift / scale).astype(np.float32)
        self.weight = _taps((weight * scale[None, :, None]).astype(np.float32))
        self.bias = (model.arrays[f"{here}.bias"] + (weight.sum(2) @ shift)).astype(np.float32)

    def __call__(self, x: Floats, gaps: Ints) -> Floats:
        """Rows x in -> rows x out, ReLU applied; each row adds the taps of the rows before, at and after."""
        x[gaps] = self.gap
        product = x @ self.weight
        out = len(self.bias)
        total: Floats = product[:, out : 2 * out]
        total += self.bias
        total[1:] += product[:-1, :out]
        total[:-1] += product[1:, 2 * out :]
        return np.maximum(total, 0, out=total)


class WordTable:
    """What each word in some shape gives the first layer: 3 taps x (3 models x 256). Bounded.

    Slot 0 is the gap and stays zero. Of the others, those that went longest without use are given away.
    """

    def __init__(self, embedding: Embedding, models: Sequence[Model], size: int = TABLE_WORDS) -> None:
        taps = [_taps(model.arrays["encoder.layers.0.conv.weight"]) for model in models]
        weight = np.concatenate([each.reshape(len(each), TAPS, -1) for each in taps], axis=2)
        dim = embedding.codes.shape[0] * embedding.codes.shape[2]
        width = weight.shape[2]
        self.embedding = embedding
        self.weight = np.ascontiguousarray(weight[:dim].reshape(dim, -1))
        shapes = [m.arrays["emb.shape.weight"] @ w[dim:] for m, w in zip(models, taps, strict=True)]
        self.shapes = np.concatenate([each.reshape(len(each), TAPS, -1) for each in shapes], axis=2)
        # Each word is once the middle of three, so the bias goes with the middle tap.
        self.shapes[:, 1] += np.concatenate([m.arrays["encoder.layers.0.conv.bias"] for m in models])
        self._empty(size, width)

    def _empty(self, size: int, width: int) -> None:
        self.taps = np.zeros((TAPS, size + 1, width), np.float32)
        self.slots: dict[int, int] = {GAP: 0}
        self.codes = np.full(size + 1, GAP, np.int64)
        self.used = np.full(size + 1, -1, np.int64)  # number of the batch that last used a slot
        self.used[0] = np.iinfo(np.int64).max
        self.batch = 0

    def slots_of(self, codes: NDArray[np.int64]) -> Ints:
        """Slots of these words (:data:`GAP` for gaps), computed where they are new."""
        wanted, inverse = np.unique(codes, return_inverse=True)
        if len(wanted) >= len(self.codes):  # one batch alone would overflow the table
            self._empty(len(wanted), self.taps.shape[2])
        self.batch += 1
        get = self.slots.get
        found = np.array([get(code, -1) for code in wanted.tolist()], np.intp)
        new = np.flatnonzero(found < 0)
        self.used[found[found > 0]] = self.batch
        if len(new):
            found[new] = self._fill(wanted[new])
        return found[inverse]

    def _fill(self, codes: NDArray[np.int64]) -> Ints:
        """Computes these words into the slots that went longest without use."""
        slots = np.argpartition(self.used, len(codes) - 1)[: len(codes)]
        for code in self.codes[slots].tolist():
            if code != GAP:
                del self.slots[code]
        rows = self.embedding.rows(codes >> SHAPE_BITS) @ self.weight
        rows = rows.reshape(len(codes), TAPS, -1)
        rows += self.shapes[codes & ((1 << SHAPE_BITS) - 1)]
        self.taps[:, slots] = rows.transpose(1, 0, 2)
        self.codes[slots] = codes
        self.used[slots] = self.batch
        self.slots.update(zip(codes.tolist(), slots.tolist(), strict=True))
        return slots


class Encoders:
    """The encoders of several models that share their word vectors."""

    def __init__(self, embedding: Embedding, models: Sequence[Model]) -> None:
        self.table = WordTable(embedding, models)
        self.layers = [(_Layer(model, 1), _Layer(model, 2)) for model in models]

    def __call__(self, codes: NDArray[np.int64], layout: Layout) -> Floats:
        """Words of a layout -> models x rows x 64, before the last normalisation (:func:`folded`).

        Rows of gaps hold no meaning.
        """
        padded = np.full(int(layout.gaps[-1]) + 1, GAP, np.int64)
        padded[layout.rows] = codes
        slots = self.table.slots_of(padded)
        found = np.empty((len(self.layers), len(slots), 64), np.float32)
        for rows, gaps in layout.blocks():
            first = self._first(slots[rows])
            size = first.shape[1] // len(self.layers)
            for number, (second, third) in enumerate(self.layers):
                x = first[:, number * size : (number + 1) * size]
                found[number, rows] = third(second(x, gaps), gaps)
        return found

    def _first(self, slots: Ints) -> Floats:
        """First layer: each row adds what the words before, at and after give it; ReLU applied."""
        before, here, after = self.table.taps
        # "clip" because numpy buffers the output in its other modes; slots are always in range.
        total = np.take(here, slots, 0, mode="clip")
        total[1:] += np.take(before, slots[:-1], 0, mode="clip")
        total[:-1] += np.take(after, slots[1:], 0, mode="clip")
        return np.maximum(total, 0, out=total)
