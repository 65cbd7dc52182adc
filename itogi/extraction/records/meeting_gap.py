"""Meetings without a word of their own: "в мае в Минске соберутся лидеры, в июне в Казани – министры"."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.records.meeting_merge import Found
from itogi.extraction.records.meeting_status import meeting_status
from itogi.extraction.records.talks import level_of_post
from itogi.language.inflect import nominative

_DASHES = {"–", "—", "-"}


def gapped(ctx: Context, found: Found) -> Iterator[Found]:
    """The meetings that a dash after a new time or place tells beside ``found``."""
    sentence = ctx.sentences[ctx.sentence(found.trigger.i)]
    for dash in sentence:
        if dash.text not in _DASHES or dash.i <= found.trigger.i:
            continue
        low = max(
            [t.i + 1 for t in ctx.doc[sentence.start : dash.i] if t.text in {",", ";"}],
            default=sentence.start,
        )
        if low <= found.trigger.i or any(t.pos_ == "VERB" for t in ctx.doc[low : dash.i]):
            continue
        times = [t for t in ctx.times_in(low, dash.i) if t[2].edtf]
        places = ctx.mentions_in(low, dash.i, "PLACE", "CAPITAL", "COUNTRY")
        who = [m for m in ctx.mentions_in(dash.i, sentence.end, "POST", "BODY") if m.start <= dash.i + 3]
        if not who or not (times or places):
            continue
        level = who[0].level if who[0].label == "BODY" else level_of_post(who[0])
        date = times[0][2].edtf if times else None
        status, sure = meeting_status(ctx, found.trigger, date)
        slots: dict[str, object] = {
            "organisation": found.draft.slots["organisation"],
            "body": who[0].value if who[0].label == "BODY" else None,
            "level": level,
            "formats": [],
            "status": status,
            "date": date,
            "place": nominative(ctx.doc[places[0].start : places[0].end]) if places else None,
        }
        draft = Draft("meeting", slots, ctx.evidence(dash.i), 0.7, "meeting.gap", dash.i)
        yield Found(draft, found.trigger, sure)
