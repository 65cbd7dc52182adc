"""What pages and interfaces ask of a register: lists, counts, queues; the second leaf of its door (store.py).

The cost of none of these grows with the register. Lists come by pages: ``after`` is the cursor that the last
page ended with. Codes of organisations and countries, types, topics and stages are those of RECORDS.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from itogi.model.entry import Entry
from itogi.model.record import Record
from itogi.register.answers import (
    Accepted,
    ArticlePage,
    Brief,
    Change,
    EntryFilters,
    Head,
    Involved,
    Overview,
    Page,
    QueueFilters,
    Related,
    Source,
    Standing,
    Waiting,
)
from itogi.register.failures import guarded
from itogi.settings import Location

if TYPE_CHECKING:
    from itogi.register.overviews import Overviews
    from itogi.register.paging import Pages
    from itogi.register.queueing import Queue
    from itogi.register.rows import Rows
    from itogi.register.search import Filters
    from itogi.register.sourcing import Sourcing


class Questions:
    """The questions of pages; ``Register`` answers them."""

    location: Location
    _rows: Rows

    @cached_property
    def _overviews(self) -> Overviews:
        from itogi.register.overviews import Overviews

        return Overviews(self._rows.alias)

    @cached_property
    def _queue(self) -> Queue:
        from itogi.register.queueing import Queue

        return Queue(self._rows)

    @cached_property
    def _pages(self) -> Pages:
        from itogi.register.paging import Pages

        return Pages(self._rows.index)

    @cached_property
    def _sourcing(self) -> Sourcing:
        from itogi.register.sourcing import Sourcing

        return Sourcing(self._rows.alias)

    # The head of the pages

    @guarded
    def revision(self) -> str:
        """A mark that changes with every change that a reader can see, whichever process makes it.

        Ask for it before you read what you keep under it: what is read later is at least as new.
        """
        return self._overviews.briefs.revision()

    @guarded
    def overview(self, organisation: str = "", *, plot: int = 100, disagreements: int = 10) -> Overview:
        """The work of an organisation, counted; of the whole register where the code is empty.

        Args:
            organisation: code.
            plot: so many entries of each lane at most, those that most records speak of.
            disagreements: so many of the latest entries on which sources contradict each other.
        """
        return self._overviews.overview(organisation, plot, disagreements)

    @guarded
    def sessions(
        self,
        organisation: str,
        since: date | None = None,
        until: date | None = None,
        *,
        councils: bool = True,
    ) -> list[Brief]:
        """Sessions of the heads, and councils of ministers, that lie in these days, in their order."""
        return self._overviews.sessions(organisation, since, until, councils)

    @guarded
    def changes(
        self,
        *,
        organisation: str | None = None,
        type: str | None = None,
        entry: str | None = None,
        since: datetime | None = None,
        limit: int = 50,
    ) -> list[Change]:
        """What the register has learnt, the latest first: new entries, and other stages or statuses shown.

        Learnt is when the register first showed it; what it held before it kept this list, when the run
        began that read it, else the day of the report. A change is found by its record: it stays with its
        entry whatever that is merged with. What was rejected is left out. A quote, post, promise or
        invitation is of the organisation that its articles are mainly about.
        """
        return self._overviews.changes(organisation, type, entry, since, limit)

    # Review

    @guarded
    def queue(
        self,
        /,
        *,
        limit: int = 20,
        after: str | None = None,
        surest: bool = False,
        **wanted: Unpack[QueueFilters],
    ) -> Page[Waiting]:
        """Entries that await review: those that nobody has accepted or rejected.

        First what is least sure and weighs most: one less the confidence of its surest record, times the
        weight of its type (``review.yml``), twice as much where sources contradict each other; of two that
        are equal, by id.

        Args:
            limit: so many at most.
            after: the cursor of the last page.
            surest: the surest first, as for accepting many at once.
            wanted: ``type``, ``organisation`` (that they are filed under), ``least`` and ``most`` confidence,
                ``country``, ``since`` and ``until`` (days of the fact).
        """
        from itogi.register.queueing import Wanted

        return self._queue.page(Wanted(**wanted), limit, after, surest)

    @guarded
    def queue_size(self, /, **wanted: Unpack[QueueFilters]) -> int:
        """How many entries await review; ``wanted`` as for ``queue``."""
        from itogi.register.queueing import Wanted

        return self._queue.size(Wanted(**wanted))

    @guarded
    def waiting(self, target: str) -> Waiting | None:
        """An entry (or the entry of a record) as ``queue`` shows it, also when it was decided on; or None."""
        return self._queue.one(target)

    @guarded
    def queue_ids(self, /, *, limit: int = 1000, **wanted: Unpack[QueueFilters]) -> list[str]:
        """The ids of entries that await review, the surest first; ``wanted`` as for ``queue``."""
        from itogi.register.queueing import Wanted

        return self._queue.ids(Wanted(**wanted), limit)

    def accept_all(
        self,
        ids: Sequence[str],
        *,
        actor: str,
        reason: str = "",
        expected: Mapping[str, str] | None = None,
    ) -> Accepted:
        """Accept entries, each by a decision of its own, all in one transaction.

        What no longer awaits review, or is not as in ``expected`` (tokens by id), is passed over and told.
        """
        return self._rows.accept_all(ids, actor=actor, reason=reason, expected=expected or {})

    def token(self, target: str) -> str:
        """Stands for an entry (or record) as it is now: its records and all decisions on them.

        Take it when you show the entry, and give it to ``decide(expected=…)``. Empty if there is no such.
        """
        return self._rows.tokens([target]).get(target, "")

    # Lists

    @guarded
    def entries_page(
        self, /, *, limit: int = 50, after: str | None = None, **filters: Unpack[EntryFilters]
    ) -> Page[Brief]:
        """Entries in short, the latest first; without those that were rejected.

        ``filters`` are those of ``search``: type, organisation, country, person, topic, stage, since, until.
        """
        return self._pages.entries(_filters(filters), limit, after)

    @guarded
    def records_page(
        self, /, *, limit: int = 50, after: str | None = None, **filters: Unpack[EntryFilters]
    ) -> Page[tuple[Record, str]]:
        """Records, the latest first, each with the id of its entry; ``filters`` as for ``entries_page``."""
        return self._pages.records(_filters(filters), limit, after)

    @guarded
    def articles_page(
        self, /, *, limit: int = 50, after: str | None = None, **filters: Unpack[EntryFilters]
    ) -> Page[Head]:
        """Articles without their texts, the latest first; ``filters`` (what they state) as before."""
        return self._pages.articles(_filters(filters), limit, after)

    @guarded
    def briefs(self, ids: Sequence[str]) -> dict[str, Brief]:
        """Entries in short by their ids; those that there are."""
        return self._pages.briefs(ids)

    @guarded
    def person(self, name: str, *, limit: int = 10) -> Involved:
        """What a person appears in: posts, quotes, meetings, invitations, promises … by type.

        Who has a name in common is found as in ``search``: every two words must be of one name. The pages
        go on with ``entries_page(person=…, type=…, after=…)``.
        """
        return self._pages.involved(_filters({"person": name}), ("person", "party"), limit)

    @guarded
    def country(self, code: str, *, limit: int = 10) -> Involved:
        """What a country takes part in, by type; it goes on with ``entries_page(country=…, type=…)``."""
        return self._pages.involved(_filters({"country": code}), ("country", "party"), limit)

    @guarded
    def told(self, entry: str) -> tuple[Entry, int] | None:
        """An entry by the records it is told by, a hundred at most, and how many it has.

        What `entry` gives whole, however many reports speak of it; for pages, whose cost must not grow.
        """
        found = next(iter(self._pages.index.told([entry])), None)
        return (found.entry, found.size) if found else None

    @guarded
    def successor(self, entry: str) -> str | None:
        """The entry that one has become part of, or that bears another id since an earlier report is known.

        None for an entry that there is, and for an id that never was.
        """
        return self._pages.successor(entry)

    @guarded
    def related(self, entry: str, *, limit: int = 12) -> list[Related]:
        """Entries that are related to one.

        First what the same articles report of the same organisation, by how many of them do (``reports``;
        quotes, posts and figures left out); then what the organisation did on the same day at the same
        ``place``, then elsewhere that ``day``; then what has the longest ``words`` of its title.
        """
        return self._pages.related(entry, limit)

    @guarded
    def article_page(self, id: str) -> ArticlePage | None:
        """An article with its records in the order of the text, their entries, and its reprints."""
        return self._pages.article(id)

    # Sources

    @guarded
    def sources(self, articles: Iterable[str]) -> list[Source]:
        """The independent sources among some articles, each with its copies, the earliest first."""
        return self._sourcing.sources(articles)

    @guarded
    def standings(self) -> list[Standing]:
        """What the register holds of each organisation, most entries first."""
        return self._sourcing.standings()


def _filters(given: Any) -> Filters:
    from itogi.register.search import Filters

    return Filters(**given)
