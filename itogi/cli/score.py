"""``itogi score``: how good records are, measured on texts that people annotated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from itogi.cli.options import Debug, ExtractorName
from itogi.errors import UsageError

if TYPE_CHECKING:
    from itogi.cli.score_tables import Table
    from itogi.model.scoring import Score

SHOWN = 20  # errors and documents on a written page


def score(
    gold_dir: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD_DIR", show_default=False, help="Folder of <id>.txt, each with its <id>.json."
        ),
    ],
    *,
    predictions: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Score this output of `itogi predict`; else extract now.",
        ),
    ] = None,
    ids: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", show_default=False, help="Only the texts whose ids stand in FILE."),
    ] = None,
    without: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", show_default=False, help="Leave out the texts whose ids stand in FILE."),
    ] = None,
    by_type: Annotated[bool, typer.Option("--by-type", help="Precision, recall, F1 by type.")] = False,
    slots: Annotated[bool, typer.Option("--slots", help="The same by slot.")] = False,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="The N commonest errors with examples.")
    ] = 0,
    worst: Annotated[int, typer.Option(min=0, metavar="N", help="The N documents with the lowest F1.")] = 0,
    confusion: Annotated[bool, typer.Option("--confusion", help="Which value was taken for which.")] = False,
    reliability: Annotated[
        bool, typer.Option("--reliability", help="How often records of a confidence are right.")
    ] = False,
    json_object: Annotated[bool, typer.Option("--json", help="All of it as one JSON object.")] = False,
    write: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="PAGE", show_default=False, help="Write all of it into a section of a Markdown page."
        ),
    ] = None,
    section: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="NAME", show_default=False, help="The section; else the folder's name."),
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples", help="Quote examples of errors from the gold on the page.")
    ] = False,
    extractor: ExtractorName = "itogi",
    debug: Debug = False,
) -> None:
    """Score records against gold ones: precision, recall and F1 of slots and records.

    Records are aligned within a text and then counted slot by slot. With --ids or --without a part of
    the gold is left alone. A page gets words of the gold only with --examples.

    Example: itogi score tests/gold --by-type --errors 20
    """
    from itogi.cli import score_tables as forms

    if ids and without:
        raise UsageError("both --ids and --without are given", remedy="give one of them")
    done = _score(gold_dir, predictions, ids, without, extractor)
    if json_object:
        _print_json(done)
    if write:
        from itogi.cli.output import write as write_file

        body = forms.markdown(_all_tables(done, examples=examples), done)
        name = section or gold_dir.resolve().name
        write_file(write, forms.with_section(forms.page_text(write), name, body))
    if not json_object:
        chosen = {"types": by_type, "slots": slots, "confusion": confusion, "reliability": reliability}
        for table in _tables(done, chosen, errors, worst):
            print(forms.as_text(table), end="\n\n")
        print("\n".join(forms.closing(done)))


def _score(
    folder: Path, predictions: Path | None, ids: Path | None, without: Path | None, extractor: str
) -> Score:
    from itogi.cli import gold

    only = gold.read_ids(ids) if ids else None
    texts = gold.read_gold(folder, only=only, without=gold.read_ids(without) if without else frozenset())
    if predictions:
        given = gold.read_predictions(predictions)
        done = gold.score_texts((text, given.get(text.id, [])) for text in texts)
    else:
        from itogi.extraction.extractor import load_extractor

        done = gold.score_texts(gold.predicted_rows(load_extractor(extractor), texts))
    if not done.documents:
        raise UsageError("no text is left to score", where=str(folder), remedy="look at --ids or --without")
    return done


def _tables(score: Score, chosen: dict[str, bool], errors: int, worst: int) -> Iterator[Table]:
    from itogi.cli import score_tables as forms
    from itogi.extraction.calibration import acceptance

    if chosen["types"]:
        yield forms.types_table(score)
    if chosen["slots"]:
        yield forms.slots_table(score)
    if chosen["confusion"]:
        yield from forms.confusion_tables(score)
    if worst:
        yield forms.worst_table(score, worst)
    if errors:
        yield forms.errors_table(score, errors, examples=True)
    if chosen["reliability"]:
        yield forms.reliability_table(score, acceptance())


def _all_tables(score: Score, *, examples: bool) -> Iterator[Table]:
    from itogi.cli import score_tables as forms
    from itogi.extraction.calibration import acceptance

    yield forms.types_table(score)
    yield forms.slots_table(score)
    yield forms.errors_table(score, SHOWN, examples=examples)
    yield from forms.confusion_tables(score)
    yield forms.reliability_table(score, acceptance())


def _print_json(score: Score) -> None:
    from itogi.cli.output import print_json
    from itogi.cli.score_tables import as_rows

    tables = [*_all_tables(score, examples=True), *_tables(score, dict.fromkeys(_FLAGS, False), 0, SHOWN)]
    slots, records = score.slots(), score.records()
    verbatim, predicted = score.evidence()
    print_json(
        [
            {
                "slots": {"precision": slots.precision, "recall": slots.recall, "f1": slots.f1},
                "records": {"precision": records.precision, "recall": records.recall, "f1": records.f1},
                "evidence": {"verbatim": verbatim, "predicted": predicted},
                "tables": {table.title: as_rows(table) for table in tables},
            }
        ]
    )


_FLAGS = ("types", "slots", "confusion", "reliability")
