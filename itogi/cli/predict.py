"""``itogi predict``: records for a folder of gold texts, in the form that the score is taken of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from itogi.cli.guard import REFUSED, tell
from itogi.cli.options import Debug, ExtractorName
from itogi.errors import InputError, UsageError

if TYPE_CHECKING:
    from itogi.model.article import Article
    from itogi.model.record import Record


@dataclass(frozen=True, slots=True)
class Text:
    """A gold text: its id, its article, and the source that evidence must be verbatim in."""

    id: str
    article: Article
    source: str


def predict(
    gold_dir: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD_DIR", show_default=False, help="Folder of <id>.txt, each with its <id>.json."
        ),
    ],
    *,
    extractor: ExtractorName = "itogi",
    debug: Debug = False,
) -> None:
    """Print the records of gold texts, to be scored.

    One JSON object {"id", "records"} a line. Of <id>.json only id, outlet, url, published and title
    are read, never the records. Evidence is given as it stands in <id>.txt.

    Example: itogi predict gold/ > pred.jsonl
    """
    from itogi.cli.output import print_json, progress
    from itogi.corpus.run import batches, extracted
    from itogi.extraction.extractor import load_extractor

    files = _files(gold_dir)
    model = load_extractor(extractor)
    refused: list[InputError] = []
    with progress() as bar:
        paths = bar.track(files, description="predicting")
        for batch in batches(text for path in paths for text in _read(path, refused)):
            found = extracted(model, (text.article for text in batch), strict=debug)
            for text, (_, records) in zip(batch, found, strict=True):
                if isinstance(records, InputError):
                    refused.append(records)
                else:
                    print_json([{"id": text.id, "records": list(_rows(records, text))}])
    for error in refused:
        tell(f"refused: {error}")
    if refused:
        raise typer.Exit(REFUSED)


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise UsageError(
            "it holds no .txt files", where=str(folder), remedy="name the folder of the gold texts"
        )
    return files


def _read(path: Path, refused: list[InputError]) -> Iterator[Text]:
    from itogi.reading.sidecar import read_sidecar
    from itogi.reading.source import Source, read_source

    sidecar = path.with_suffix(".json")
    try:
        article = read_source(Source(path, sidecar))
        yield Text(read_sidecar(sidecar).id or path.stem, article, path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        fault = f"it is not UTF-8 (bad byte at offset {error.start})"
        refused.append(InputError(fault, where=str(path), remedy="save it as UTF-8"))
    except InputError as error:
        refused.append(error)


def _rows(records: list[Record], text: Text) -> Iterator[dict[str, object]]:
    """Records as they are scored; evidence that the furniture of the page parted is cut at the gap."""
    from itogi.model.record import as_dict

    for record in records:
        pieces = [
            text.article.text[start:end].replace("\r\n", "\n")
            for evidence in record.evidence
            for start, end in text.article.verbatim_pieces(evidence.start, evidence.end)
        ]
        kept = [piece for piece in dict.fromkeys(pieces) if piece.strip() and piece in text.source]
        if kept:
            yield as_dict(record) | {"evidence": kept}
