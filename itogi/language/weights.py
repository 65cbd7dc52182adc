"""Reads the model files of the ``natasha`` package (slovnet and navec) without importing it.

The formats are those of slovnet 0.6 (``model.json`` is a tree whose leaves name ``arrays/<n>.bin``) and of
navec 0.10 (``pq.bin``: four uint32, then indexes and codes of a product quantisation).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import tarfile
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itogi.errors import DataError

Floats = NDArray[np.float32]

PROTOCOL = 1
EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
MODELS = {
    "morph": "model/slovnet_morph_news_v1.tar",
    "syntax": "model/slovnet_syntax_news_v1.tar",
    "ner": "model/slovnet_ner_news_v1.tar",
}
REMEDY = "install the natasha package again: pip install --force-reinstall 'natasha>=1.6,<2'"


@dataclass(frozen=True, slots=True)
class Embedding:
    """Word vectors under product quantisation: a word is ``parts`` bytes, each naming one centroid.

    Attributes:
        name: id that the models ask for.
        words: one (lower case) a row, sorted; two that stand for unknown words and for gaps follow.
        indexes: uint8, words x parts.
        codes: float32, parts x 256 x (dim / parts).
    """

    name: str
    words: list[str]
    indexes: NDArray[np.uint8]
    codes: Floats

    @property
    def unknown(self) -> int:
        """The row of words that have none of their own."""
        return len(self.words) - 2

    def row(self, word: str) -> int:
        """The row of a word in lower case (a dictionary of all words takes a tenth of a second to make)."""
        at = bisect_left(self.words, word, 0, self.unknown)
        return at if self.words[at] == word else self.unknown

    def rows(self, ids: NDArray[np.intp]) -> Floats:
        """Vectors of these words: float32, len(ids) x dim."""
        parts, centroids, size = self.codes.shape
        places = self.indexes[ids] + np.arange(parts) * centroids
        found: Floats = self.codes.reshape(-1, size).take(places, 0, mode="clip")
        return found.reshape(len(ids), -1)


@dataclass(frozen=True, slots=True)
class Model:
    """One slovnet model: arrays by dotted path (``encoder.layers.0.conv.weight``) and its vocabularies."""

    embedding: str
    arrays: dict[str, Floats]
    shapes: tuple[str, ...]
    labels: tuple[str, ...]


def data_folder() -> Path:
    """The ``data`` folder of the installed natasha package; :class:`DataError` where it is missing."""
    spec = importlib.util.find_spec("natasha")  # finds a top-level package without running it
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "data"
        if folder.is_dir():
            return folder
    raise DataError("the model files of the natasha package are not installed", remedy=REMEDY)


def _read(path: Path) -> dict[str, bytes]:
    try:
        with tarfile.open(path) as tar:
            members = [(member.name, tar.extractfile(member)) for member in tar if member.isfile()]
            files = {name: file.read() for name, file in members if file is not None}
    except (OSError, tarfile.TarError, EOFError) as error:
        raise DataError(f"cannot read the model file ({error})", where=str(path), remedy=REMEDY) from error
    protocol = json.loads(files.get("meta.json", b"{}")).get("protocol")
    if protocol != PROTOCOL:
        raise DataError(f"format {protocol} where {PROTOCOL} is known", where=str(path), remedy=REMEDY)
    return files


def read_embedding(folder: Path) -> Embedding:
    """The navec word vectors that all three models share (250,002 words, 300 dimensions)."""
    files = _read(folder / EMBEDDING)
    vocab = gzip.decompress(files["vocab.bin"])
    size = int(np.frombuffer(vocab, np.uint32, 1)[0])
    words = vocab[4 + 4 * size :].decode("utf-8").splitlines()
    packed = files["pq.bin"]
    vectors, _, parts, centroids = (int(n) for n in np.frombuffer(packed, np.uint32, 4))
    indexes = np.frombuffer(packed, np.uint8, vectors * parts, 16).reshape(vectors, parts)
    codes = np.frombuffer(packed, np.float32, -1, 16 + vectors * parts).reshape(parts, centroids, -1)
    name = str(json.loads(files["meta.json"])["id"])
    return Embedding(name, words, indexes, codes)


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict) and "dtype" in node:
        yield path, node
        return
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from _leaves(value, f"{path}.{key}" if path else str(key))


def read_model(folder: Path, name: str) -> Model:
    """One of :data:`MODELS`."""
    files = _read(folder / MODELS[name])
    scheme = json.loads(files["model.json"])
    arrays = {
        path: np.frombuffer(files[f"arrays/{leaf['array']}.bin"], leaf["dtype"]).reshape(leaf["shape"])
        for path, leaf in _leaves(scheme)
        if isinstance(leaf.get("array"), int)
    }
    labels = files["vocabs/rel.gz" if name == "syntax" else "vocabs/tag.gz"]
    return Model(scheme["emb"]["word"]["id"], arrays, _lines(files["vocabs/shape.gz"]), _lines(labels))


def _lines(packed: bytes) -> tuple[str, ...]:
    return tuple(gzip.decompress(packed).decode("utf-8").splitlines())
