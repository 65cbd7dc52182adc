"""``itogi score``: how good records are, measured on texts that people annotated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from itogi.cli.options import Debug, ExtractorName
from itogi.cli.score_options import (
    ByType,
    Confusion,
    Errors,
    Examples,
    GoldDir,
    Ids,
    JsonObject,
    Page,
    Predictions,
    Reliability,
    Section,
    Slots,
    Without,
    Worst,
)
from itogi.errors import UsageError

if TYPE_CHECKING:
    from itogi.cli.score_tables import Table
    from itogi.model.scoring import Score

SHOWN = 20  # errors and documents on a written page


def score(
    gold_dir: GoldDir,
    *,
    predictions: Predictions = None,
    ids: Ids = None,
    without: Without = None,
    by_type: ByType = False,
    slots: Slots = False,
    errors: Errors = 0,
    worst: Worst = 0,
    confusion: Confusion = False,
    reliability: Reliability = False,
    json_object: JsonObject = False,
    write: Page = None,
    section: Section = None,
    examples: Examples = False,
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
