"""What to call an entry: one line of text for a heading, a list, a link."""

from __future__ import annotations

from itogi.model.entry import Entry
from itogi.report.ledger_lines import LedgerLines
from itogi.report.naming import sentence_case, wordings
from itogi.report.results import Item
from itogi.report.selection import text_of
from itogi.report.wording import Wording

_SPOKEN = 160  # letters of a quote or promise that name it


def title_of(entry: Entry, wording: Wording, names: tuple[str, ...] | None = None) -> str:
    """The title of an entry of any type; ``names`` are its wordings, where they need not be looked for."""
    return Titles(wording, {}).title(entry, wordings(entry) if names is None else names)


class Titles(LedgerLines):
    """Words entries as titles."""

    __slots__ = ()

    def title(self, entry: Entry, names: tuple[str, ...]) -> str:
        """What the entry is called in the language of these words."""
        item = Item(entry, (), names)
        special = {
            "chairmanship": self._chair, "membership": self._member, "figure": self._figure,
            "office": self._post, "quote": self._quote, "commitment": self._promise,
            "invitation": self._invitation,
        }  # fmt: skip
        if entry.type in special:
            return special[entry.type](item) or self._say("untitled")
        if entry.type == "meeting":
            return self._meeting_name(item)
        kind = sentence_case(self._value(entry, "kind"))
        return self._name(item) or kind or self._say("untitled")

    def _chair(self, item: Item) -> str:
        when = self._when(item.entry)
        said = f"{self._say('term')}: {self.chairmanship(item).text}"
        return f"{said}, {when}" if when else said

    def _member(self, item: Item) -> str:
        role, stage = self._value(item.entry, "role"), self._value(item.entry, "stage")
        said = self.wording.listed(part for part in (role, stage) if part)
        return f"{self._value(item.entry, 'country')}: {said}" if said else self._value(item.entry, "country")

    def _figure(self, item: Item) -> str:
        return self._claimed(item.entry)

    def _post(self, item: Item) -> str:
        person, position = self._value(item.entry, "person"), self._value(item.entry, "position")
        of = self._value(item.entry, "of")
        post = self._say("post_of", position=position, of=of) if of else position
        return f"{person}, {post}" if person and post else person or post

    def _quote(self, item: Item) -> str:
        text = shortened(text_of(item.entry, "text") or (item.names[0] if item.names else ""))
        direct = item.entry.value("direct") is True
        said = self._say("quote_direct", text=text) if direct else text
        return f"{self._value(item.entry, 'speaker') or self._say('unknown_speaker')}: {said}"

    def _promise(self, item: Item) -> str:
        actors, text = self._value(item.entry, "actors"), shortened(item.names[0] if item.names else "")
        return f"{actors}: {text}" if actors and text else sentence_case(text) or actors

    def _invitation(self, item: Item) -> str:
        host, guests = self._value(item.entry, "host"), self._value(item.entry, "guests")
        return self._name(item) or " → ".join(part for part in (host, guests) if part)


def shortened(text: str, letters: int = _SPOKEN) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= letters:
        return text
    return text[:letters].rsplit(" ", 1)[0].rstrip(" ,;:–—-(«") + " …"
