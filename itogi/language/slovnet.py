"""slovnet's morphology, syntax and name models run by numpy alone, all three in one pass over the words.

A model is three convolutions (330 -> 256 -> 128 -> 64, kernel 3) over word and shape embeddings, with one
head on top (github.com/natasha/slovnet, ``slovnet/exec/model.py``). Three facts make it quick and keep the
answers the same:

- sentences are laid end to end with a *gap* row between them; a gap row holds what padding would hold;
- the first layer is linear in the embedding, so what a word gives it (3 models x 3 taps x 256 numbers) is
  computed once and kept in a bounded table;
- batch normalisation follows the ReLU and is linear, so it folds into the next layer (:class:`_Layer`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from itogi.errors import DataError
from itogi.language import decode
from itogi.language.shape import word_shape
from itogi.language.weights import Embedding, Floats, Model, data_folder, read_embedding, read_model

Ints = NDArray[np.intp]

NAMES = ("morph", "syntax", "ner")
TAPS = 3
TABLE_WORDS = 6144  # words whose first layer is kept: 9 KB each, 57 MB in all
BATCH_WORDS = 2048  # words in one pass: bounds memory


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the models say of one sentence of n words.

    Attributes:
        tags: n tags ``POS|Feat=Value|…`` (UD).
        heads: n heads, 1-based, 0 for the root: always a tree with one root (see :func:`decode.tree`).
        rels: n UD relations.
        names: (first word, word after the last, label) with label PER, LOC or ORG.
    """

    tags: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]


def _taps(weight: Floats) -> Floats:
    """out x in x 3 as torch keeps it -> in x (3 * out), ready for one matrix product for all taps."""
    out, size, _ = weight.shape
    return np.ascontiguousarray(weight.transpose(1, 2, 0).reshape(size, TAPS * out))


def _shifted(product: Floats, bias: Floats) -> Floats:
    """Adds the three taps of rows before, at and after: rows x (3 * out) -> rows x out, ReLU applied."""
    out = product.shape[1] // TAPS
    total: Floats = product[:, out : 2 * out] + bias
    total[1:] += product[:-1, :out]
    total[:-1] += product[1:, 2 * out :]
    np.maximum(total, 0, out=total)
    return total


class _Layer:
    """One layer after the first, with the batch normalisation of the layer below folded into it.

    That normalisation is ``y = g * x + h`` on words and 0 on gaps. Here ``g`` goes into the weights and ``h``
    into the bias, as if no neighbour were a gap; a gap row then has to hold the x with ``g * x + h = 0``.
    """

    def __init__(self, model: Model, index: int) -> None:
        below, here = f"encoder.layers.{index - 1}.norm", f"encoder.layers.{index}.conv"
        scale, shift = _norm(model, below)
        weight = model.arrays[f"{here}.weight"]
        self.gap: Floats = (-shift / scale).astype(np.float32)
        self.weight = _taps((weight * scale[None, :, None]).astype(np.float32))
        self.bias = (model.arrays[f"{here}.bias"] + (weight.sum(2) @ shift)).astype(np.float32)

    def __call__(self, x: Floats, gaps: Ints) -> Floats:
        x[gaps] = self.gap
        return _shifted(x @ self.weight, self.bias)


def _norm(model: Model, path: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    get = {key: model.arrays[f"{path}.{key}"].astype(np.float64) for key in ("weight", "bias", "mean", "std")}
    scale = get["weight"] / get["std"]
    return scale, get["bias"] - get["mean"] * scale


class _Encoder:
    """Layers two and three of one model: rows x 256 -> rows x 64."""

    def __init__(self, model: Model) -> None:
        self.bias = model.arrays["encoder.layers.0.conv.bias"]
        self.layers = [_Layer(model, 1), _Layer(model, 2)]
        scale, shift = _norm(model, "encoder.layers.2.norm")
        self.scale, self.shift = scale.astype(np.float32), shift.astype(np.float32)

    def __call__(self, first: Floats, gaps: Ints) -> Floats:
        x = _shifted(first, self.bias)
        for layer in self.layers:
            x = layer(x, gaps)
        return x * self.scale + self.shift


class _FirstLayer:
    """First layer of the three models before bias: word and shape -> 3 models x 3 taps x 256 numbers."""

    def __init__(self, embedding: Embedding, models: Sequence[Model]) -> None:
        weights = [_taps(model.arrays["encoder.layers.0.conv.weight"]) for model in models]
        dim = embedding.codes.shape[0] * embedding.codes.shape[2]
        self.embedding = embedding
        self.weight = np.concatenate([weight[:dim] for weight in weights], axis=1)
        shapes = [m.arrays["emb.shape.weight"] @ w[dim:] for m, w in zip(models, weights, strict=True)]
        # One row more than there are shapes: zeros, for the gaps.
        self.shapes = np.pad(np.concatenate(shapes, axis=1), ((0, 1), (0, 0)))
        self.slots: dict[int, int] = {-1: 0}
        # Slot 0 stays zero: the gap. The rest is filled as words come, and forgotten when full.
        self.table = np.zeros((TABLE_WORDS + 1, self.weight.shape[1]), np.float32)

    def slots_of(self, words: Ints) -> Ints:
        """Rows of the table for these word ids (-1: gap), computed where they are new."""
        wanted, inverse = np.unique(words, return_inverse=True)
        fresh = [word for word in wanted.tolist() if word not in self.slots]
        if len(self.slots) + len(fresh) > len(self.table):
            fresh = self._forget(wanted)
        if fresh:
            start = len(self.slots)
            rows = self.embedding.rows(np.array(fresh, np.intp))
            np.matmul(rows, self.weight, out=self.table[start : start + len(fresh)])
            self.slots.update(zip(fresh, range(start, start + len(fresh)), strict=True))
        return np.array([self.slots[word] for word in wanted.tolist()], np.intp)[inverse]

    def _forget(self, wanted: Ints) -> list[int]:
        """Empties the table (and widens it for a batch that alone would overflow it)."""
        self.slots = {-1: 0}
        if len(wanted) + 1 > len(self.table):
            self.table = np.zeros((len(wanted) + 1, self.weight.shape[1]), np.float32)
        return [word for word in wanted.tolist() if word >= 0]

    def __call__(self, words: Ints, shapes: Ints) -> Floats:
        slots = self.slots_of(words)  # may replace the table
        first = self.table[slots]
        first += self.shapes[shapes]
        return first


class Slovnet:
    """The three models. Not safe for use by several threads at once (its table of words is shared)."""

    def __init__(self, embedding: Embedding, models: dict[str, Model]) -> None:
        for name in NAMES:
            if models[name].embedding != embedding.name:
                raise DataError(f"the {name} model was made for other word vectors than {embedding.name}")
        self.word_ids = embedding.ids
        self.unknown = embedding.ids["<unk>"]
        self.shape_ids = {shape: row for row, shape in enumerate(models["morph"].shapes)}
        self.gap_shape = len(self.shape_ids)
        self.first = _FirstLayer(embedding, [models[name] for name in NAMES])
        self.encoders = [_Encoder(models[name]) for name in NAMES]
        self.morph = decode.Morph(models["morph"])
        self.syntax = decode.Syntax(models["syntax"])
        self.ner = decode.Ner(models["ner"])
        self.codes = lru_cache(1 << 16)(self._code)

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags there are."""
        return self.morph.labels

    @property
    def rels(self) -> tuple[str, ...]:
        """All relations there are."""
        return self.syntax.labels

    def _code(self, word: str) -> tuple[int, int]:
        return self.word_ids.get(word.lower(), self.unknown), self.shape_ids[word_shape(word)]

    def __call__(self, sentences: Sequence[Sequence[str]], *, repair: bool = True) -> list[Analysis]:
        """Analyses sentences of words; ``repair=False`` leaves greedy heads that are no tree as they are."""
        found: list[Analysis] = []
        for batch in batches(sentences):
            found.extend(self._batch(batch, repair))
        return found

    def _batch(self, sentences: Sequence[Sequence[str]], repair: bool) -> Iterator[Analysis]:
        lengths = np.array([len(words) for words in sentences], np.intp)
        if not lengths.sum():
            yield from (Analysis((), (), (), ()) for _ in sentences)
            return
        # Row 0 is a gap, and one gap follows each sentence: starts[i] is the first row of sentence i.
        starts = np.cumsum(lengths + 1) - lengths
        gaps = np.concatenate([[0], starts + lengths])
        codes = np.empty((2, gaps[-1] + 1), np.intp)
        codes[:, gaps] = [[-1], [self.gap_shape]]
        rows = np.delete(np.arange(codes.shape[1]), gaps)
        codes[:, rows] = np.array([self.codes(word) for words in sentences for word in words]).T
        first = self.first(codes[0], codes[1])
        size = first.shape[1] // len(NAMES)
        morph, syntax, ner = (
            encoder(first[:, n * size : (n + 1) * size], gaps)[rows]
            for n, encoder in enumerate(self.encoders)
        )
        tags = self.morph(morph)
        trees = self.syntax(syntax, lengths, repair)
        names = self.ner(ner, lengths)
        offsets = (np.cumsum(lengths) - lengths).tolist()
        for start, size, tree, spans in zip(offsets, lengths.tolist(), trees, names, strict=True):
            yield Analysis(tuple(tags[start : start + size]), *tree, spans)


def batches(sentences: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Groups sentences to at most :data:`BATCH_WORDS` words (a longer sentence stands alone)."""
    batch: list[Sequence[str]] = []
    total = 0
    for words in sentences:
        if batch and total + len(words) > BATCH_WORDS:
            yield batch
            batch, total = [], 0
        batch.append(words)
        total += len(words)
    if batch:
        yield batch


@lru_cache(1)
def load() -> Slovnet:
    """The models of the installed natasha package, read once."""
    folder = data_folder()
    return Slovnet(read_embedding(folder), {name: read_model(folder, name) for name in NAMES})
