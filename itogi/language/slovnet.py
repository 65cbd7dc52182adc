"""slovnet's morphology, syntax and name models run by numpy alone: words to tags, trees and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from itogi.errors import DataError
from itogi.language import decode
from itogi.language.encoder import SHAPE_BITS, Encoders, Ints, Layout
from itogi.language.shape import word_shape
from itogi.language.weights import Embedding, Model, data_folder, read_embedding, read_model

NAMES = ("morph", "syntax", "ner")
BATCH_WORDS = 4096  # words in one pass: bounds memory


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the models say of one sentence of n words.

    Attributes:
        tags: n tags ``POS|Feat=Value|…`` (UD).
        heads: n heads, 1-based, 0 for the root: always a tree with one root (see :func:`tree.tree`).
        rels: n UD relations.
        names: (first word, word after the last, label) with label PER, LOC or ORG.
    """

    tags: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the models say of several sentences, over all their words in order.

    Attributes:
        tags: places among :attr:`Slovnet.tags`.
        heads: 1-based within the sentence, 0 for the root.
        rels: places among :attr:`Slovnet.rels`.
        names: (first word, word after the last, label).
    """

    tags: Ints
    heads: Ints
    rels: Ints
    names: decode.Names


class Slovnet:
    """The three models. Not safe for use by several threads at once (its table of words is shared)."""

    def __init__(self, embedding: Embedding, models: dict[str, Model]) -> None:
        for name in NAMES:
            if models[name].embedding != embedding.name:
                raise DataError(f"the {name} model was made for other word vectors than {embedding.name}")
        self.row = embedding.row
        self.shape_ids = {shape: row for row, shape in enumerate(models["morph"].shapes)}
        self.encoders = Encoders(embedding, [models[name] for name in NAMES])
        morph, syntax, ner = self.encoders.norms
        self.morph = decode.Morph(models["morph"], morph)
        self.syntax = decode.Syntax(models["syntax"], syntax)
        self.ner = decode.Ner(models["ner"], ner)

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags there are."""
        return self.morph.labels

    @property
    def rels(self) -> tuple[str, ...]:
        """All relations there are."""
        return self.syntax.labels

    def code(self, word: str) -> int:
        """A word as the models see it: its id and its shape in one number."""
        return self.row(word.lower()) << SHAPE_BITS | self.shape_ids[word_shape(word)]

    def analyse(self, codes: NDArray[np.int64], lengths: Ints, *, repair: bool = True) -> Answers:
        """Answers for sentences of so many words, given by their codes; memory grows with the words."""
        layout = Layout.of(lengths)
        morph, syntax, ner = self.encoders(codes, layout)
        tags = self.morph(morph[layout.rows])
        heads, rels = self.syntax(syntax, layout, repair)
        return Answers(tags, heads, rels, self.ner(ner[layout.rows], lengths))

    def __call__(self, sentences: Sequence[Sequence[str]], *, repair: bool = True) -> list[Analysis]:
        """Analyses sentences of words; ``repair=False`` leaves greedy heads that are no tree as they are."""
        found: list[Analysis] = []
        for batch in batches(sentences):
            found.extend(self._batch(batch, repair))
        return found

    def _batch(self, sentences: Sequence[Sequence[str]], repair: bool) -> Iterator[Analysis]:
        lengths = np.array([len(words) for words in sentences], np.intp)
        codes = np.array([self.code(word) for words in sentences for word in words], np.int64)
        answers = self.analyse(codes, lengths, repair=repair)
        tags = [self.tags[tag] for tag in answers.tags.tolist()]
        rels = [self.rels[rel] for rel in answers.rels.tolist()]
        heads = answers.heads.tolist()
        end = 0
        for size in lengths.tolist():
            start, end = end, end + size
            words = slice(start, end)
            names = tuple((a - start, b - start, label) for a, b, label in answers.names if start <= a < end)
            yield Analysis(tuple(tags[words]), tuple(heads[words]), tuple(rels[words]), names)


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
