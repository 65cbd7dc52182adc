"""``itogi search``: entries, records and articles by the words they hold, in whatever form these stand."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from itogi.cli.options import Db, Debug, JsonLines

if TYPE_CHECKING:
    from rich.text import Text

    from itogi.register.store import Hit, Register


_KINDS = {"entries": "entry", "records": "record", "articles": "article"}


class Where(StrEnum):
    """What can be looked into."""

    entries = "entries"
    records = "records"
    articles = "articles"


_Text = Optional[str]  # noqa: UP045  typer before 0.15 reads no unions
_Texts = Optional[list[str]]  # noqa: UP045


def _filter(metavar: str, help: str) -> Any:
    return typer.Option(metavar=metavar, show_default=False, help=help)


_Words = Annotated[
    _Texts,
    typer.Argument(
        metavar="WORDS", show_default=False, help="Words, \"a phrase\", beginning*; '-- -word' without it."
    ),
]
_Where = Annotated[
    Optional[list[Where]],  # noqa: UP045
    typer.Option("--in", show_default=False, help="Where to look; several times for several. Else in all."),
]


def search(
    query: _Words = None,
    *,
    type: Annotated[_Text, _filter("TYPE", "Only this type: meeting, document, figure …")] = None,
    organisation: Annotated[_Text, _filter("ORG", "Only this organisation: CSTO, SCO …")] = None,
    country: Annotated[_Text, _filter("COUNTRY", "Only what concerns a country: KZ, Казахстан …")] = None,
    person: Annotated[_Text, _filter("NAME", "Only what names a person, in any case.")] = None,
    topic: Annotated[_Text, _filter("TOPIC", "Only this topic: border, terrorism …")] = None,
    stage: Annotated[_Text, _filter("STAGE", "Only this stage or status: signed, planned …")] = None,
    since: Annotated[_Text, _filter("DATE", "Only facts of this day, month, year or later.")] = None,
    until: Annotated[_Text, _filter("DATE", "Only facts of this day, month, year or earlier.")] = None,
    where: _Where = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="So many hits at most.")] = 20,
    after: Annotated[_Text, _filter("CURSOR", "Go on after the hit with this cursor (see --json).")] = None,
    db: Db = None,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """Find entries, records and articles by their words, in whatever form these stand.

    "сессии" finds "сессия" and "сессий", "Астана" finds "в Астане", ё is е, and case does not count. All
    words must be there. First comes what holds them all in its title, then what is later.

    \b
      itogi search саммит Астана                  both words, in any order
      itogi search "целевая программа"            these words one after the other
      itogi search -- граница -учение             the first, not the second
      itogi search 'укреплен*'                    words that begin so
      itogi search --type document --stage signed --since 2024 --in entries

    Example: itogi search соглашение --organisation CSTO --since 2024 --json | jq -r .text
    """
    from itogi.cli.records import chosen
    from itogi.register.given import country_given, day_given
    from itogi.register.store import open_register

    given = " ".join(_quoted(word) for word in query or [])
    with open_register(db) as register:
        found = register.search(
            given,
            kinds=tuple(dict.fromkeys(one.value for one in where))
            if where
            else tuple(w.value for w in Where),
            type=type,
            organisation=chosen(register, organisation) if organisation else None,
            country=country_given(country, "--country"),
            person=person,
            topic=topic,
            stage=stage,
            since=day_given(since, "--since", last=False),
            until=day_given(until, "--until", last=True),
            limit=limit,
            after=after,
        )
        if json_lines:
            from itogi.cli.output import print_json

            print_json(_plain(hit) for hit in found)
        else:
            _print(register, found, limit)


def _quoted(word: str) -> str:
    """An argument of several words is a phrase, whose quotation marks the shell has taken away.

    One that holds quotation marks or a minus is a query of its own.
    """
    one = len(word.split()) < 2
    return word if one or '"' in word or any(part.startswith("-") for part in word.split()) else f'"{word}"'


def _plain(hit: Hit) -> dict[str, object]:
    return asdict(hit) | {
        "day": hit.day.isoformat() if hit.day else None,
        "spans": [list(s) for s in hit.spans],
    }


def _print(register: Register, found: list[Hit], limit: int) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from itogi.cli.output import UNFOLDED, console

    out = console(piped=UNFOLDED)
    for hit in found:
        article = register.article(hit.article) if hit.article else None
        source = (article.outlet or article.source, article.published) if article else ()
        parts = (hit.day or "no date", _KINDS[hit.kind], hit.type, hit.organisation)
        told = Text("  ".join(str(part) for part in parts if part), style="cyan")
        if hit.title and " ".join(hit.title.split()) not in hit.text:
            told.append(f"  {' '.join(hit.title.split())}", style="bold default")
        out.print(told.append(f"  {hit.id}", style="dim"))
        line = _marked(hit)
        if named := ", ".join(str(part) for part in source if part):
            line.append(f" ({named})", style="dim")
        out.print(Padding(line, (0, 0, 0, 4), expand=False))
    more = ", perhaps more: --limit shows them" if len(found) == limit else ""
    out.print(f"{len(found)} hit{'' if len(found) == 1 else 's'}{more}")


def _marked(hit: Hit) -> Text:
    """The sentence with its words marked: by ``⟦ ⟧`` and colour."""
    from rich.text import Text

    from itogi.cli.show import CLOSE, OPEN

    line, at = Text(), 0
    for start, end in hit.spans:
        line.append(hit.text[at:start]).append(f"{OPEN}{hit.text[start:end]}{CLOSE}", style="yellow")
        at = end
    return line.append(hit.text[at:])
