"""Part of speech, features, lemmas, syntax and names on a spaCy ``Doc``, for several Docs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab

from itogi.language import slovnet
from itogi.language.encoder import Ints
from itogi.language.lemma import lemma
from itogi.language.segment import clean

LABELS = ("PER", "LOC", "ORG")
GIVEN: list[int | str] = ["ORTH", "SENT_START", "IS_SPACE", "NORM", "LEMMA"]
# Columns of a table of attributes.
ATTRS: list[int | str] = ["NORM", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
INSIDE, OUTSIDE, BEGIN = 1, 2, 3  # spaCy's codes of ENT_IOB
KEPT = 1 << 17  # forms, and forms under a tag, that are kept between batches: about 40 MB

Table = NDArray[np.uint64]


class _Codes(dict[int, int]):
    """The models' code of each form, by its spaCy hash."""

    def __init__(self, strings: StringStore, code: Callable[[str], int]) -> None:
        self.strings, self.code = strings, code

    def __missing__(self, orth: int) -> int:
        self[orth] = found = self.code(clean(self.strings[orth]))
        return found


class _Rows(dict[tuple[int, int], int]):
    """What a form under a tag becomes: the row of :attr:`table` with its first four attributes."""

    def __init__(self, vocab: Vocab, tags: Sequence[str]) -> None:
        self.strings = vocab.strings
        self.tags = tags
        self.codes = [self._tag(vocab, tag) for tag in tags]
        self.table = np.zeros((1024, 4), np.uint64)

    @staticmethod
    def _tag(vocab: Vocab, tag: str) -> tuple[int, int]:
        pos, _, feats = tag.partition("|")
        known = pos if pos.isupper() else "X"
        return int(vocab.strings.add(known)), int(vocab.morphology.add(feats))

    def __missing__(self, key: tuple[int, int]) -> int:
        orth, tag = key
        number = len(self)
        if number == len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        word, add = clean(self.strings[orth]), self.strings.add
        self.table[number] = add(word.lower()), *self.codes[tag], add(lemma(word, self.tags[tag]))
        self[key] = number
        return number


class Annotator:
    """spaCy component: all that slovnet's models and the dictionary say of the words of a Doc."""

    def __init__(self, vocab: Vocab) -> None:
        self.models = slovnet.load()
        strings = vocab.strings
        self.codes = _Codes(strings, self.models.code)
        self.rows = _Rows(vocab, self.models.tags)
        self.rels = np.array([strings.add(rel) for rel in self.models.rels], np.uint64)
        self.dep, self.space = int(strings.add("dep")), int(strings["SPACE"])
        self.labels = {label: int(strings.add(label)) for label in LABELS}

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one Doc in place."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Annotates a stream, several Docs in one pass of the models."""
        batch: list[Doc] = []
        total = 0
        for doc in stream:
            batch.append(doc)
            total += len(doc)
            if total >= slovnet.BATCH_WORDS:
                yield from self._batch(batch)
                batch, total = [], 0
        yield from self._batch(batch)

    def _batch(self, docs: list[Doc]) -> Iterator[Doc]:
        full = [doc for doc in docs if len(doc)]
        if full:
            ends = np.cumsum([len(doc) for doc in full])
            given = np.concatenate([doc.to_array(GIVEN) for doc in full])
            table = self._table(given, np.append(0, ends))
            for doc, rows in zip(full, np.split(table, ends[:-1]), strict=True):
                doc.from_array(ATTRS, cast(Any, rows))
        yield from docs

    def _table(self, given: Table, bounds: Ints) -> Table:
        """The attributes of all tokens of several Docs, which begin and end at these bounds."""
        starts = given[:, 1] == 1
        starts[bounds[:-1]] = True
        space = given[:, 2] == 1
        table = self._blank(given)
        # White space at the start has nothing before it: it hangs on the token after it, or is the root.
        sizes = np.diff(bounds)
        table[bounds[:-1], 4] = np.where(space[bounds[:-1]], np.minimum(sizes - 1, 1), 0)
        places = np.flatnonzero(~space)
        if len(places):
            lengths = np.bincount((np.cumsum(starts) - 1)[places])
            self._words(table, given[places, 0], places, lengths[lengths > 0])
        return table

    def _blank(self, given: Table) -> Table:
        """A row for each token as if it were white space: its head is the token before it."""
        table = np.zeros((len(given), len(ATTRS)), np.uint64)
        table[:, 0] = given[:, 3]
        table[:, 1] = self.space
        table[:, 3] = np.where(given[:, 4] == 0, given[:, 0], given[:, 4])
        table[:, 4] = np.array(-1).astype(np.uint64)
        table[:, 5] = self.dep
        table[:, 6] = OUTSIDE
        return table

    def _words(self, table: Table, forms: Table, places: Ints, lengths: Ints) -> None:
        """Fills the rows of the words, which stand at these places in sentences of so many words."""
        self._forget()
        orths = forms.tolist()
        codes = np.fromiter(map(self.codes.__getitem__, orths), np.int64, len(orths))
        found = self.models.analyse(codes, lengths)
        keys = zip(orths, found.tags.tolist(), strict=True)
        rows = np.fromiter(map(self.rows.__getitem__, keys), np.intp, len(orths))
        table[places, :4] = self.rows.table[rows]
        starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        heads = places[starts + np.maximum(found.heads - 1, 0)]
        table[places, 4] = np.where(found.heads == 0, 0, heads - places).astype(np.uint64)
        table[places, 5] = self.rels[found.rels]
        for first, end, label in found.names:
            span = slice(places[first], places[end - 1] + 1)
            table[span, 6] = INSIDE
            table[places[first], 6] = BEGIN
            table[span, 7] = self.labels[label]

    def _forget(self) -> None:
        for kept in (self.codes, self.rows):
            if len(kept) > KEPT:
                kept.clear()
