"""The Russian pipeline as a spaCy ``Language``: text to ``Doc`` with everything the floors above rely on.

A user may plug in another spaCy pipeline, so nothing above uses more than the attributes of ``Doc``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, cast

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from itogi.language import segment, slovnet
from itogi.language.lemma import lemma
from itogi.language.segment import clean

COMPONENT = "itogi_slovnet"
LABELS = ("PER", "LOC", "ORG")
ATTRS: list[str | int] = ["NORM", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
MAX_LENGTH = 2**31 - 1  # spaCy refuses a million characters by default; segments bound our memory
INSIDE, OUTSIDE, BEGIN = 1, 2, 3  # spaCy's codes of ENT_IOB


class Tokenizer:
    """spaCy tokenizer: words and sentence starts by :mod:`segment`; ``doc.text`` is the text, always.

    White space other than the one blank after a word is a token of its own, as in spaCy.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """One text to a Doc without annotations but sentence starts."""
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        done = 0
        for sentence in segment.sentences(text):
            for number, (start, end) in enumerate(sentence.tokens):
                self._gap(text[done:start], words, spaces, starts)
                words.append(text[start:end])
                spaces.append(False)
                starts.append(-1 if number else 1)
                done = end
        self._gap(text[done:], words, spaces, starts)
        _lead(starts)
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=starts)

    def _gap(self, gap: str, words: list[str], spaces: list[bool], starts: list[bool | int | None]) -> None:
        if words and gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
            starts.append(-1)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing to keep: the rules are the package's."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> Tokenizer:
        """Counterpart of :meth:`to_bytes`."""
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, path: Any, **kwargs: Any) -> Tokenizer:
        """Counterpart of :meth:`to_disk`."""
        return self


def _lead(starts: list[bool | int | None]) -> None:
    """White space before the first word belongs to the first sentence."""
    if starts and starts[0] != 1:
        starts[0] = 1
        if len(starts) > 1:
            starts[1] = -1


class Annotator:
    """spaCy component: part of speech, features, lemmas, syntax and names by slovnet's models."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.models = slovnet.load()
        self.tags = {tag: self._tag(tag) for tag in self.models.tags}
        strings = vocab.strings
        self.rels = {rel: int(strings.add(rel)) for rel in (*self.models.rels, "dep")}
        self.space = int(strings["SPACE"])
        self.labels = {label: int(strings.add(label)) for label in LABELS}

    def _tag(self, tag: str) -> tuple[int, int]:
        pos, _, feats = tag.partition("|")
        known = pos if pos.isupper() else "X"
        return int(self.vocab.strings.add(known)), int(self.vocab.morphology.add(feats))

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
        plans = [_sentences(doc) for doc in docs]
        pairs = zip(docs, plans, strict=True)
        words = [[clean(doc[i].text) for i in places] for doc, plan in pairs for places in plan]
        answers = iter(self.models(words))
        for doc, plan in zip(docs, plans, strict=True):
            yield self._annotate(doc, [(places, next(answers)) for places in plan])

    def _annotate(self, doc: Doc, sentences: list[tuple[list[int], slovnet.Analysis]]) -> Doc:
        if not len(doc):
            return doc
        table = self._blank(doc)
        for places, answer in sentences:
            self._sentence(doc, table, places, answer)
        _root(doc, table)
        return doc.from_array(ATTRS, cast(Any, table.view(np.uint64)))

    def _blank(self, doc: Doc) -> NDArray[np.int64]:
        """A row for each token as if it were white space: its head is the token before it."""
        table = np.zeros((len(doc), len(ATTRS)), np.uint64)
        table[:, 0] = [token.norm for token in doc]
        table[:, 1] = self.space
        table[:, 3] = [token.lemma or token.orth for token in doc]
        table[:, 5] = self.rels["dep"]
        table[:, 6] = OUTSIDE
        signed = table.view(np.int64)
        signed[:, 4] = -1
        return signed

    def _sentence(
        self, doc: Doc, table: NDArray[np.int64], places: list[int], answer: slovnet.Analysis
    ) -> None:
        add = self.vocab.strings.add
        rows: list[tuple[int, ...]] = []
        for place, tag, head, rel in zip(places, answer.tags, answer.heads, answer.rels, strict=True):
            word = clean(doc[place].text)
            pos, morph = self.tags[tag]
            offset = places[head - 1] - place if head else 0
            rows.append((add(word.lower()), pos, morph, add(lemma(word, tag)), offset, self.rels[rel]))
        table.view(np.uint64)[places, :6] = _unsigned(rows)
        for start, end, label in answer.names:
            span = slice(places[start], places[end - 1] + 1)
            table[span, 6] = INSIDE
            table[places[start], 6] = BEGIN
            table.view(np.uint64)[span, 7] = self.labels[label]


def _unsigned(rows: list[tuple[int, ...]]) -> NDArray[np.uint64]:
    """Rows of hashes and (negative) offsets as the two's complement that spaCy expects."""
    return np.array([[cell & 0xFFFF_FFFF_FFFF_FFFF for cell in row] for row in rows], np.uint64)


def _sentences(doc: Doc) -> list[list[int]]:
    """Places of the words (not the white space) of each sentence that has any."""
    found: list[list[int]] = []
    for token in doc:
        if token.is_sent_start or not found:
            found.append([])
        if not token.is_space:
            found[-1].append(token.i)
    return [places for places in found if places]


def _root(doc: Doc, table: NDArray[np.int64]) -> None:
    """White space at the start has nothing before it: it hangs on the token after it, or is the root."""
    if doc[0].is_space:
        table[0, 4] = min(len(doc) - 1, 1)


ASSIGNS = ("token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.ents")


@Language.factory(COMPONENT, assigns=ASSIGNS)
def make_annotator(nlp: Language, name: str) -> Annotator:
    """spaCy factory of :class:`Annotator`."""
    return Annotator(nlp.vocab)


@lru_cache(1)
def load() -> Language:
    """The pipeline, made once a process (about a second). Any string can be given to it.

    ``nlp(text)`` or ``nlp.pipe(texts)`` gives Docs with sentences, ``pos_`` and ``morph`` (UD), ``lemma_``
    (lower case, ё as е), ``norm_`` (lower case, one script), ``dep_`` and ``head`` (UD, one root a sentence)
    and ``ents`` (PER, LOC, ORG).
    """
    nlp = spacy.blank("ru")
    nlp.max_length = MAX_LENGTH
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.add_pipe(COMPONENT)
    return nlp
