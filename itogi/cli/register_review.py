"""``itogi decide``, ``undo``, ``history``, ``merge``: what people say of entries, and what follows."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from itogi.cli.options import Db, Debug, JsonLines
from itogi.errors import UsageError

if TYPE_CHECKING:
    from itogi.model.entry import Decision
    from itogi.model.kinds import Slot
    from itogi.model.record import SlotValue


class Verb(StrEnum):
    """What can be decided."""

    accept = "accept"
    reject = "reject"
    edit = "edit"
    merge = "merge"
    split_off = "split"
    comment = "comment"


_By = Annotated[
    Optional[str],  # noqa: UP045  typer before 0.15 reads no unions
    typer.Option("--by", metavar="NAME", show_default=False, help="Who decides; else your user name."),
]
_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False, help="Why, in words.")]


def decide(
    verb: Annotated[Verb, typer.Argument(metavar="VERB", help="accept reject edit merge split comment")],
    target: Annotated[
        str, typer.Argument(metavar="ID", show_default=False, help="The entry; to reject, also a record.")
    ],
    others: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="[IDS]", show_default=False, help="Entries to merge with, or records to split off."
        ),
    ] = None,
    *,
    slot: Annotated[str, typer.Option(metavar="SLOT", show_default=False, help="The slot to edit.")] = "",
    value: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="VALUE", show_default=False, help="Its value; several times for a list."),
    ] = None,
    by: _By = None,
    reason: _Reason = "",
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Note what you say of an entry; the register follows, and nothing is overwritten.

    A decision survives new reports, a newer extractor and merging anew. `itogi undo` takes it back.

    Example: itogi decide edit 3f2a91c04be7d511 --slot place --value Астана --reason "по протоколу"
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        given = None
        if verb is Verb.edit:
            entry = register.entry(target)
            given = _value(entry.type, slot, value or []) if entry else None
        _print([register.decide(verb.value, target, actor=_actor(by), reason=reason, slot=slot, value=given,
                                others=others or [])])  # fmt: skip


def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", show_default=False, help="As history tells it.")],
    *,
    by: _By = None,
    reason: _Reason = "",
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Undo a decision; both stay in the history.

    Example: itogi undo 12 --reason "ошибка в протоколе"
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        _print([register.undo(number, actor=_actor(by), reason=reason)])


def history(
    target: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[ID]", show_default=False, help="An entry or record; else all decisions."),
    ] = None,
    *,
    db: Db = None,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """List decisions: who, when, what and why, with those that were undone.

    Example: itogi history 3f2a91c04be7d511
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        found = register.history(target)
        if json_lines:
            from itogi.cli.output import print_json

            print_json(asdict(decision) for decision in found)
        else:
            _print(found)


def merge(*, db: Db = None, debug: Debug = False) -> None:
    """Merge all records anew: after an upgrade that changed the rules of merging.

    Records and decisions stay as they are; entries are computed from them.

    Example: itogi merge --db my.db
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        register.merge_again()
        print(f"{register.location}: {sum(register.counts().entries.values())} entries")


def _actor(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (OSError, KeyError) as error:  # a container may run under a number without a name
        raise UsageError("your user has no name", where="--by", remedy="say who decides with --by") from error


def _value(type: str, slot: str, given: list[str]) -> SlotValue | None:
    """The value of an edit in the form of its slot; what does not fit is refused by the register."""
    from itogi.model.kinds import kinds

    spec = kinds()[type].slots.get(slot)
    if spec is None or not given:
        return None
    if spec.many:
        return tuple(given)
    return _plain(spec, given[-1])


def _plain(spec: Slot, text: str) -> SlotValue:
    if spec.type == "flag":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if spec.type == "number":
        try:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            return text
    return text


def _print(found: Iterable[Decision]) -> None:
    for one in found:
        what = f"{one.slot} = {one.value}" if one.slot else f"decision {one.undoes}" if one.undoes else ""
        parts = (str(one.number), one.made, one.actor, one.kind, one.target, what, one.reason)
        end = f" (undone by {one.undone})" if one.undone else ""
        print("  ".join(part for part in parts if part) + end)


COMMANDS = (decide, undo, history, merge)
