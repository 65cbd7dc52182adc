"""Indirect quotations: "сообщил, что …", "…, сообщил он", "по словам …", "Об этом заявил …"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.quotes_clause import (
    Marked,
    after_about,
    after_dateline,
    clause_end,
    clause_start,
    describes,
    follows_conjunction,
    has_words,
    in_marks,
    insertion_end,
    is_complete,
    is_fresh,
    is_light,
    resumes,
    said_at,
    sentence_end,
    trimmed,
)  # fmt: skip
from itogi.extraction.quotes_colon import colon
from itogi.extraction.quotes_group import is_apposition, told_end
from itogi.extraction.quotes_marks import words
from itogi.extraction.quotes_phrase import (
    Said,
    Source,
    after,
    in_class,
    is_dash,
    is_form,
    is_media,
    is_said,
    of_noun,
)
from itogi.extraction.quotes_source import agent, author, behind, of_verb, reference
from itogi.extraction.single_words import spelt

_AND = spelt("and")
_CONCERN = spelt("concern")
_THAT = spelt("that")

Handler = Callable[[Context, Marked, Match], Said | None]

# How many tokens may stand between a verb of saying and the comma before its "что".
GAP = 30
SHORTEST = 2  # words of a clause worth keeping


def find_said(ctx: Context, marked: Marked) -> Iterator[Said]:
    """Every indirect quotation of an article outside quotation marks."""
    matches = [m for m in ctx.matches("quote") if marked.at(m.start) is None]
    # A sentence that only says who said the one before holds no words of its own.
    pointing = {ctx.sentence(m.start) for m in matches if m.pattern.id == "quote.about-this"}
    for match in matches:
        handler = HANDLERS.get(match.pattern.id)
        if handler is None or (handler in (_inserted, _as_said) and ctx.sentence(match.start) in pointing):
            continue
        said = in_marks(ctx, marked, handler(ctx, marked, match))
        if said is not None and words(ctx.article.text[said.start : said.end]) >= SHORTEST:
            yield said


# -- "сообщил, что …" ------------------------------------------------------------------------------


def _that(ctx: Context, marked: Marked, match: Match) -> Said | None:
    conjunction = ctx.doc[match.groups["that"][0]]
    if conjunction.dep_ in {"nsubj", "obj", "nsubj:pass"} and conjunction.pos_ == "PRON":
        return None
    cue = _governor(ctx, conjunction)
    follows = after(conjunction)
    # "что касается …" is a turn of phrase
    if cue is None or follows is None or follows.lemma_ == _CONCERN:
        return None
    end = clause_end(ctx, marked, conjunction.i + 1, cue)
    if in_class(cue, "quote-opinion"):
        end = _before_main_verb(ctx, conjunction.i + 1, end)
    said_by = author(cue) if in_class(cue, "quote-opinion") else None
    source = of_noun(said_by, cue.i) if said_by is not None else of_verb(cue)
    return said_at(ctx, match, source, trimmed(ctx, conjunction.i + 1, end), cue.i)


def _before_main_verb(ctx: Context, start: int, end: int) -> int:
    """ "Слова X о том, что моста не будет, удивили всех": the clause ends before the verb of the sentence."""
    for i in range(start + 2, end - 1):
        if (
            ctx.doc[i].text == ","
            and feature(ctx.doc[i + 1], "VerbForm") == "Fin"
            and is_complete(ctx, start, i)
        ):
            return i
    return end


def _governor(ctx: Context, conjunction: Token) -> Token | None:
    """The verb of saying that a "что" depends on: the nearest verb before it, else by the parse."""
    doc = ctx.doc
    noun: Token | None = None
    start = ctx.sentences[ctx.sentence(conjunction.i)].start
    for i in range(conjunction.i - 2, max(start - 1, conjunction.i - GAP), -1):
        token = doc[i]
        if is_said(token, "quote-tell-think"):
            # "прокомментировал слова X о том, что": the words are those of X
            return noun if noun is not None and author(noun) is not None else token
        if noun is not None and is_said(token, "quote-express"):
            return token if author(noun) is None else noun
        if i == conjunction.i - 2 and feature(token, "VerbForm") == "Conv":
            break
        if in_class(token, "quote-opinion"):
            noun = token
        elif _stops(token):
            break
    if noun is not None and author(noun) is not None:
        return noun
    head = conjunction.head.head
    return head if head.i < conjunction.i and is_said(head, "quote-tell-think") else None


def _stops(token: Token) -> bool:
    if token.text in ";:":
        return True
    return token.pos_ in {"VERB", "AUX"} and feature(token, "VerbForm") in {"Fin", "Inf", None}


# -- "…, сообщил он", "как отметил он, …" ----------------------------------------------------------


def _inserted(ctx: Context, marked: Marked, match: Match) -> Said | None:
    cue = ctx.doc[match.groups["cue"][0]]
    if not is_said(cue, "quote-say", "quote-think") or feature(cue, "VerbForm") in {"Inf", "Conv"}:
        return None
    # "…, которой добивался X": a relative clause
    if any(in_class(t, "quote-relative") for t in ctx.doc[match.start : cue.i]):
        return None
    # "об угрозах, внешних и внутренних, говорил X": what is told of stands before the verb
    about = (c for c in cue.children if c.dep_ == "obl" and c.i < match.start)
    about = (c for c in about if not any(is_form(m, "quote-that") for x in c.children for m in _marks(x)))
    if any(is_form(x, "quote-about") for c in about for x in c.children if x.dep_ == "case"):
        return None
    source = of_verb(cue)
    if source is not None and 0 <= source.head < match.start:
        source = behind(cue) or source
    if (
        source is None
        or (source.head < 0 and not source.bare)
        or match.start <= ctx.sentences[ctx.sentence(cue.i)].start
    ):
        return None
    if _unknown_medium(ctx, source, cue):
        return None
    # The subject stands in the insertion itself; before it, it is the subject of an ordinary clause.
    if 0 <= source.head < match.start or _continues(ctx, source, cue):
        return None
    return _around(ctx, marked, match, source)


def _marks(clause: Token) -> list[Token]:
    return [c for c in clause.children if c.dep_ == "mark"]


def _unknown_medium(ctx: Context, source: Source, cue: Token) -> bool:
    """ "сообщает «Вестник»": what is but a name in marks, and reports in the present, is a medium."""
    if source.head < 0 or feature(cue, "Tense") != "Pres":
        return False
    head = ctx.doc[source.head]
    if not head.ent_type_ and head.text.isascii():
        return True
    return any(t.text in '«"“„' for t in ctx.doc[cue.i + 1 : min(cue.i + 3, source.head)])


def _continues(ctx: Context, source: Source, cue: Token) -> bool:
    """Whether a clause with "что", an object or a colon follows: then this is no insertion."""
    first = after(ctx.doc[max(source.end, cue.i + 1) - 1])
    if first is None:
        return False
    second = after(first)
    return first.text == ":" or (first.text == "," and second is not None and is_form(second, "quote-that"))


def _as_said(ctx: Context, marked: Marked, match: Match) -> Said | None:
    # The row takes all it can: the first verb of saying behind "как" is meant.
    inside = ctx.doc[match.start + 1 : match.end]
    cue = next((t for t in inside if is_said(t, "quote-say", "quote-think")), inside[-1])
    if not is_said(cue, "quote-say", "quote-think") or is_form(cue, "quote-parenthetic"):
        return None
    between = [t for t in ctx.doc[match.start + 1 : cue.i] if not t.is_space]
    # "как и обещали синоптики" compares; it quotes nothing
    if any(t.text in ",.;:" for t in between) or (between and between[0].lower_ == _AND):
        return None
    # … and "после того, как" tells when
    if any(is_form(t, "quote-time-of") for t in ctx.doc[max(0, match.start - 2) : match.start]):
        return None
    source = of_verb(cue)
    if source is None or (source.head < 0 and not source.bare) or 0 <= source.head < match.start:
        return None
    if _unknown_medium(ctx, source, cue):
        return None
    return _around(ctx, marked, match, source)


def _around(ctx: Context, marked: Marked, match: Match, source: Source) -> Said | None:
    """The words around an insertion that begins where the pattern matched (its comma, dash or "как")."""
    start, cue = match.start, ctx.doc[source.verb]
    sentence = ctx.sentences[ctx.sentence(start)]
    end = sentence_end(ctx, marked, cue.i)
    close = insertion_end(ctx, start, max(cue.i + 1, source.end), end)
    low = clause_start(ctx, sentence.start, start)
    opens = not has_words(ctx, low, start) or follows_conjunction(ctx, start)
    about_speaker = describes(ctx, close, end)
    if opens and about_speaker:
        return None
    if not opens and (not has_words(ctx, close, end) or resumes(ctx, close, end) or about_speaker):
        return _before(ctx, marked, match, source, sentence.start)
    if (
        not opens
        and is_complete(ctx, low, start)
        and (is_fresh(ctx, close, end) or is_apposition(ctx, close, end))
    ):
        return _before(ctx, marked, match, source, low)
    first = close if opens or is_light(ctx, low, start) else low
    return said_at(ctx, match, source, trimmed(ctx, first, clause_end(ctx, marked, close, cue)), cue.i)


def _before(ctx: Context, marked: Marked, match: Match, source: Source, low: int) -> Said | None:
    """The words before a credit; a sentence wholly in marks is a direct quotation."""
    first, last = trimmed(ctx, after_about(ctx, low), match.start)
    first = after_dateline(ctx.article.text, first, last)
    if any(s.low <= first and last <= s.high for s in marked.found):
        return None
    said = said_at(ctx, match, source, (first, last), source.verb)
    return replace(said, direct=True) if said is not None and _spoken(ctx, low, match, source) else said


def _spoken(ctx: Context, low: int, match: Match, source: Source) -> bool:
    """ "– Ключи лежали в машине, – говорил он": between dashes words are direct."""
    opening = next((t for t in ctx.doc[low : match.start] if not t.is_space), None)
    closing = ctx.doc[match.start : source.verb + 1]
    return opening is not None and is_dash(opening) and any(is_dash(t) for t in closing)


# -- "по словам …", "с его слов" --------------------------------------------------------------------


def _according(ctx: Context, marked: Marked, match: Match) -> Said | None:
    doc = ctx.doc
    noun = doc[match.groups["noun"][0]]
    source = _owner(ctx, noun, match)
    if source is None or is_media(doc, source):
        return None
    end = told_end(ctx, max(source.end, noun.i + 1))
    if not _set_off(ctx, match.start, end):
        return None
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    if not has_words(ctx, sentence.start, match.start) or _opens_clause(ctx, sentence.start, match.start):
        follows = after(doc[end - 1])
        low = follows.i + 1 if follows is not None and follows.text == "," else end
        return said_at(ctx, match, source, trimmed(ctx, low, clause_end(ctx, marked, low, noun)), noun.i)
    return _around(ctx, marked, match, source)


def _opens_clause(ctx: Context, low: int, high: int) -> bool:
    """Whether only words that carry nothing stand before ("При этом, по словам …")."""
    return is_light(ctx, low, high)


def _set_off(ctx: Context, start: int, end: int) -> bool:
    """Whether a phrase opens its clause or stands between commas: else it is part of the statement."""
    doc = ctx.doc
    before = next((t for t in reversed(doc[max(0, start - 3) : start]) if t.text != "\xa0"), None)
    follows = after(doc[end - 1])
    opens = (
        before is None
        or doc[start].is_sent_start
        or before.text in ",:;("
        or is_dash(before)
        or before.pos_ in {"CCONJ", "SCONJ", "SPACE"}
    )
    closes = follows is not None and (follows.text in ",." or is_dash(follows))
    return opens or closes


def _owner(ctx: Context, noun: Token, match: Match) -> Source | None:
    """Whose words: a possessive pronoun before the noun, or the genitive behind it."""
    doc = ctx.doc
    for token in doc[match.start : noun.i]:
        if is_form(token, "quote-possessive"):
            return Source(token.i, token.i, token.i + 1, noun.i)
    i = noun.i + 1
    while (
        i < len(doc)
        and (doc[i].pos_ in {"ADJ", "DET", "NUM", "SPACE", "PART"} or doc[i].text in '«"')
        and not doc[i].is_sent_start
    ):
        i += 1
    if i >= len(doc) or doc[i].is_sent_start or doc[i].pos_ not in {"NOUN", "PROPN", "PRON", "X"}:
        return None
    head = doc[i]
    while (
        head.dep_ in {"appos", "flat:name", "flat", "nmod", "compound"} and noun.i < head.head.i < head.i + 6
    ):
        head = head.head
    if in_class(noun, "quote-figures") and not _can_speak(ctx, head):
        return None
    source = of_noun(head, noun.i)
    return Source(head.i, noun.i + 1, source.end, noun.i)


def _by_agreement(ctx: Context, marked: Marked, match: Match) -> Said | None:
    """ "Согласно министру, …", "согласно отчёту министерства, …"."""
    cue = ctx.doc[match.groups["cue"][0]]
    head = next((t for t in ctx.doc[cue.i + 1 : cue.i + 5] if t.pos_ in {"NOUN", "PROPN"}), None)
    if head is None or not _set_off(ctx, cue.i, of_noun(head, cue.i).end):
        return None
    owner: Token | None = head
    if in_class(head, "quote-message") or in_class(head, "quote-figures"):
        owner = next((c for c in head.children if c.dep_ == "nmod" and feature(c, "Case") == "Gen"), None)
    if owner is None or not _can_speak(ctx, owner) or is_media(ctx.doc, of_noun(owner, cue.i)):
        return None
    return _around(ctx, marked, match, of_noun(owner, cue.i))


def _can_speak(ctx: Context, head: Token) -> bool:
    return (
        (bool(head.ent_type_) and head.ent_type_ != "TIME")
        or any(in_class(head, c) for c in ("quote-institution", "quote-person"))
        or head.text.isupper()
    )


# -- "Об этом сообщил …" ---------------------------------------------------------------------------


def _about_this(ctx: Context, marked: Marked, match: Match) -> Said | None:
    """The sentence before one that only says who said it."""
    cue = ctx.doc[match.groups["cue"][0]]
    number = ctx.sentence(cue.i)
    if not is_said(cue, "quote-voice") or number == 0 or feature(cue, "VerbForm") == "Conv":
        return None
    sentence = ctx.sentences[number]
    if sum(t.is_alpha for t in ctx.doc[sentence.start : match.start]) > 3 or _takes_object(ctx, match, cue):
        return None
    source = _cited(cue) or agent(cue) or of_verb(cue)
    if source is None:
        return None
    before = ctx.sentences[number - 1]
    low, high = trimmed(ctx, before.start, clause_end(ctx, marked, before.start, cue))
    low = after_dateline(ctx.article.text, low, high)
    direct = next((s for s in marked.found if s.low <= low and high <= s.high + 1), None)
    span = (direct.start, direct.end) if direct else (low, high)
    said = said_at(ctx, match, source, span, cue.i)
    if said is None or direct is None:
        return said
    return Said(*span, True, source, said.pattern, said.confidence, said.tokens)


def _takes_object(ctx: Context, match: Match, cue: Token) -> bool:
    """ "Об этом … заявил, что": the clause is the message, not the sentence before."""
    end = ctx.sentences[ctx.sentence(cue.i)].end
    pairs = ((t, after(t)) for t in ctx.doc[cue.i : end])
    return any(t.text == "," and follows is not None and follows.lower_ == _THAT for t, follows in pairs)


def _cited(cue: Token) -> Source | None:
    """ "Об этом, приводя слова X, известили …": X is the speaker; so is a reference ("со ссылкой на")."""
    for token in cue.sent:
        if in_class(token, "quote-cite") and feature(token, "VerbForm") == "Conv":
            return of_verb(token)
    return reference(cue)


HANDLERS: dict[str, Handler] = {
    "quote.that": _that,
    "quote.inserted": _inserted,
    "quote.as-said": _as_said,
    "quote.according": _according,
    "quote.according-to": _by_agreement,
    "quote.about-this": _about_this,
    "quote.colon": colon,
}
