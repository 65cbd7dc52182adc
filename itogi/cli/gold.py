"""Gold texts with their records, and what an extractor or a file of predictions says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itogi.errors import InputError, UsageError

if TYPE_CHECKING:
    from itogi.extraction.extractor import Extractor
    from itogi.model.article import Article
    from itogi.model.record import Record
    from itogi.model.scoring import Score

Rows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class GoldText:
    """A report with the records that people found in it; ``text`` is what evidence must be verbatim in."""

    id: str
    article: Article
    text: str
    records: Rows


def read_ids(path: Path) -> frozenset[str]:
    """The ids in a file, one a line.

    Raises:
        UsageError: the file cannot be read or names none.
    """
    try:
        ids = frozenset(path.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"cannot be read ({error})", where=str(path), remedy="name a file with one id a line"
        ) from error
    if not ids:
        raise UsageError("it names no id", where=str(path), remedy="write one id a line")
    return ids


def read_gold(
    folder: Path, *, only: frozenset[str] | None = None, without: frozenset[str] = frozenset()
) -> Iterator[GoldText]:
    """The gold texts of ``folder`` in the order of their files; what is left out by its id is not read.

    Raises:
        UsageError: there are none, or a gold file is faulty.
    """
    from itogi.reading.sidecar import read_sidecar

    files = sorted(folder.glob("*.json"))
    if not files:
        remedy = "name a folder of <id>.txt, each with its <id>.json"
        raise UsageError("it holds no .json files", where=str(folder), remedy=remedy)
    try:
        for path in files:
            id = read_sidecar(path).id or path.stem
            if (only is None or id in only) and id not in without:
                yield _read(id, path)
    except (InputError, OSError, ValueError, KeyError, TypeError) as error:
        remedy = 'a gold file is {"id", "published", "records": [{"type", "evidence", …}]} beside its text'
        raise UsageError(f"the gold is faulty: {error}", where=str(folder), remedy=remedy) from error


def _read(id: str, path: Path) -> GoldText:
    from itogi.reading.source import Source, read_source

    text = path.with_suffix(".txt")
    records = json.loads(path.read_text("utf-8"))["records"]
    if not all(isinstance(r, dict) and "type" in r for r in records):
        raise ValueError(f"{path}: a record is no object with a type")
    return GoldText(id, read_source(Source(text, path)), text.read_text("utf-8"), records)


def read_predictions(path: Path) -> dict[str, Rows]:
    """Predicted records by the id of their text, from one JSON object a line.

    Raises:
        UsageError: the file cannot be read, or a line is not of that form.
    """
    out: dict[str, Rows] = {}
    remedy = 'give one object {"id", "records"} a line, as `itogi predict` prints them'
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read ({error})", where=str(path), remedy=remedy) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            records: Rows = list(row["records"])
            if not all(isinstance(r, dict) for r in records):
                raise TypeError("a record is no object")
            out[str(row["id"])] = records
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"no prediction: {error}", where=f"{path}:{number}", remedy=remedy) from error
    return out


def predicted_rows(extractor: Extractor, texts: Iterable[GoldText]) -> Iterator[tuple[GoldText, Rows]]:
    """What ``extractor`` finds in each text, with confidence and pattern; one it fails on yields nothing."""
    from itogi.cli.guard import tell
    from itogi.corpus.run import batches, extracted

    for batch in batches(texts):
        found = extracted(extractor, (text.article for text in batch))
        for text, (_, records) in zip(batch, found, strict=True):
            if isinstance(records, InputError):
                tell(f"refused: {records}")
                yield text, []
            else:
                yield text, [_row(record, text) for record in records]


def _row(record: Record, text: GoldText) -> Mapping[str, Any]:
    """A record in full; evidence that the furniture of the page parted is cut at the gap."""
    from itogi.model.record import as_dict

    pieces = (
        text.article.text[start:end].replace("\r\n", "\n")
        for evidence in record.evidence
        for start, end in text.article.verbatim_pieces(evidence.start, evidence.end)
    )
    return as_dict(record, full=True) | {"evidence": [p for p in dict.fromkeys(pieces) if p.strip()]}


def score_texts(pairs: Iterable[tuple[GoldText, Rows]]) -> Score:
    """The score of predicted records against the gold texts."""
    from itogi.model.scoring import Score, score_document

    return Score(tuple(score_document(t.id, t.text, t.records, rows) for t, rows in pairs))
