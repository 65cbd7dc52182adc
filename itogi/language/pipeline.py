"""The Russian pipeline as a spaCy ``Language``: text to ``Doc`` with everything the floors above rely on.

A user may plug in another spaCy pipeline, so nothing above uses more than the attributes of ``Doc``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from itogi.language import segment
from itogi.language.annotate import Annotator

COMPONENT = "itogi_slovnet"
TOKENIZER = "itogi.Tokenizer.v1"
MAX_LENGTH = 2**31 - 1  # spaCy refuses a million characters by default; segments bound our memory


class Tokenizer:
    """spaCy tokenizer: words and sentence starts by :mod:`segment`; ``doc.text`` is the text, always.

    White space other than the one blank after a word is a token of its own, as in spaCy.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """One text to a Doc without annotations but sentence starts."""
        draft = _Draft()
        done = 0
        for start, end in segment.spans(text):
            draft.gap(text[done:start])
            draft.sentence(text[start:end])
            done = end
        draft.gap(text[done:])
        doc = Doc(self.vocab, words=draft.words, spaces=draft.blanks)
        if draft.words:
            doc.from_array(["SENT_START"], cast(Any, draft.flags()))
        return doc

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


class _Draft:
    """What a Doc will be made of."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.blanks: list[bool] = []  # whether a blank follows the word
        self.starts: list[int] = []  # first words of the sentences

    def gap(self, gap: str) -> None:
        """White space between two words: a blank after the first, and a token of what else there is."""
        if self.words and gap.startswith(" "):
            self.blanks[-1] = True
            gap = gap[1:]
        if gap:
            self.words.append(gap)
            self.blanks.append(False)

    def sentence(self, text: str) -> None:
        """A sentence, which begins and ends with a word."""
        found = segment.words_of(text)
        if found:
            size = len(self.words)
            self.starts += range(size, size + len(found[0]), segment.MAX_TOKENS)
            self.words += found[0]
            self.blanks += found[1]
        else:
            self._spaced(text)

    def _spaced(self, text: str) -> None:
        """A sentence with other white space than single blanks."""
        done = 0
        for number, (start, end) in enumerate(segment.tokens(text)):
            self.gap(text[done:start])
            if number % segment.MAX_TOKENS == 0:
                self.starts.append(len(self.words))
            self.words.append(text[start:end])
            self.blanks.append(False)
            done = end

    def flags(self) -> NDArray[np.uint64]:
        """spaCy's 1 where a sentence starts, -1 elsewhere; white space before all words is in the first."""
        flags = np.full(len(self.words), -1, np.int64)
        flags[self.starts] = 1
        if flags[0] < 0:
            flags[:2] = (1, -1)[: len(flags)]
        return flags.view(np.uint64)


ASSIGNS = ("token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.ents")


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """spaCy's way to :class:`Tokenizer`."""
    return lambda nlp: Tokenizer(nlp.vocab)


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
    # Named here, so that spaCy does not compile the tokenizer that ours stands in for.
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = MAX_LENGTH
    nlp.add_pipe(COMPONENT)
    return nlp
