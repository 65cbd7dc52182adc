"""What a text tells of an instrument: by acts above it, predicates beside it, sums that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_titles import Instrument, outermost
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import act_of, ancestors, is_verb, predicate_of, stage_at, stance_of, tense_of

_ACCORDING = spelt("according")
_BY_ACCORDING = any_of("by", "according")
_IN = any_of("in", "in-full")
_TURN = spelt("turn")
_WITHOUT = spelt("without")
_WITH = any_of("with", "with-full")

_OF_LISTS = {"sign", "adopt", "agree", "draft", "propose", "ratify"}
_SUM_REACH = 30
# Kinds whose words are quoted once they are issued ("в заявлении говорится").
_QUOTED = {"report", "statement", "communique", "declaration", "appeal"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the text tells of an instrument: stage, the word that says so, the act; whether it is unreal."""

    stage: str | None
    anchor: Token | None = None
    act: str | None = None
    unreal: bool = False


NOTHING = Told(None)


def acts_above(token: Token) -> Iterator[Token]:
    """Acts that govern ``token``; any other verb, or a noun that is no wrapper, ends the climb."""
    current = token
    for above in ancestors(token):
        if current.dep_ in {"acl:relcl", "parataxis", "advcl"}:
            return
        if act_of(above) and (
            current.lemma_ not in word_classes()["doc-taking-part"] or act_of(above) == "reject"
        ):
            yield above
            return
        if is_verb(above) or above.pos_ in {"ADJ", "ADV"}:
            below = _act_below(above)
            if below is not None and below != token:
                yield below
                return
            if above.lemma_ not in word_classes()["stage-to-come"] | word_classes()["stage-refuse"]:
                return
        elif current.dep_ != "conj" and above.lemma_ not in word_classes()["doc-through"]:
            return
        current = above


def _act_below(verb: Token) -> Token | None:
    """The act beside the noun: "проект поручено доработать", "находится на стадии согласования"."""
    will = next((c for c in verb.children if c.dep_ in {"xcomp", "csubj", "csubj:pass"} and act_of(c)), None)
    if will is not None or verb.lemma_ not in word_classes()["stage-be-in"]:
        return will
    places = [c for c in verb.children if c.dep_ == "obl"]
    return next((t for p in places for t in (p, *p.children) if t.pos_ == "NOUN" and act_of(t)), None)


def by_predicate(item: Instrument) -> Told | None:
    """Stages without an act of their own: "почти готово", "ждут декларации", "решением министров"."""
    top, classes = outermost(item.head), word_classes()
    above = top.head
    if above.lemma_ in classes["doc-ready"] and top.dep_ in {"nsubj", "nsubj:pass"}:
        return Told("drafting", above, "draft")
    if item.head.lemma_ in classes["doc-notice"] and above.lemma_ in classes["doc-sent"]:
        return Told("expected" if tense_of(above) == "future" else "signed", above, "adopt")
    if _in_chronicle(item):
        return Told("signed", item.head, "adopt")
    if above.lemma_ in classes["doc-await"] and top.dep_ in {"obj", "obl", "nsubj", "iobj", "nsubj:pass"}:
        return Told("expected", above, "adopt")
    if _is_under(item):
        return Told("in-force", item.head, "force")
    found = _by_outcome(top) or _by_words(item, top)
    if found is not None:
        return found
    if _comes_next(item):
        return Told("expected", item.head, "adopt")
    if above.lemma_ in classes["doc-pass"] and top.dep_ == "nsubj" and stance_of(above).negated:
        return Told("rejected", above, "reject")
    return None


def _in_chronicle(item: Instrument) -> bool:
    """ "9 октября – решение министров в Бишкеке": a line that opens with a date and has no verb."""
    words = [t for t in item.head.sent if not t.is_space and not t.is_punct]
    dated = bool(words) and words[0].ent_type_ == "TIME"
    return dated and item.kind != "report" and not any(t.pos_ in {"VERB", "AUX"} for t in words)


def _by_outcome(top: Token) -> Told | None:
    """ "итогом встречи стало соглашение", "саммит завершился декларацией", "выступили с заявлением"."""
    verb, classes = top.head, word_classes()
    case = next((c.lower_ for c in top.children if c.dep_ == "case"), "")
    stage = {"past": "signed", "future": "expected"}.get(tense_of(verb), "signed")
    others = {c.lemma_ for c in verb.children if c != top}
    if verb.lemma_ in classes["doc-become"] and others & classes["doc-outcome"]:
        return Told(stage, verb, "adopt")
    if verb.lemma_ in classes["doc-come-out"] and case in _WITH:
        return Told(stage, verb, "adopt")
    if verb.lemma_ in classes["doc-end-with"] and case == _WITHOUT:
        return Told("rejected", verb, "reject")
    if verb.lemma_ in classes["doc-end-with"] and not case and "Ins" in top.morph.get("Case", []):
        return Told(stage, verb, "adopt")
    return None


def _by_words(item: Instrument, top: Token) -> Told | None:
    """ "говорится в докладе", "в коммюнике стороны подчеркнули": what is quoted has been issued."""
    verb = predicate_of(top)
    inside = any(c.dep_ == "case" and c.lower_ in _IN for c in top.children)
    if not inside or item.draft or item.kind not in _QUOTED or verb is None or verb == top:
        return None
    return Told("signed", item.head, "adopt") if verb.lemma_ in word_classes()["doc-words-of"] else None


def _comes_next(item: Instrument) -> bool:
    """ "на очереди – соглашение с Эмиратами": it has yet to be signed."""
    low = max(item.start - 4, item.head.sent.start)
    return any(t.lower_ == _TURN for t in item.head.doc[low : item.start])


def by_decision(item: Instrument) -> Told | None:
    """A decision by which something was done: it has been taken."""
    return Told("signed", item.head, "adopt") if item.kind == "decision" and _by_which(item) else None


def _by_which(item: Instrument) -> bool:
    """ "решением министров", "по решению Совета": an act done by means of a decision."""
    head = item.head
    if "Sing" not in head.morph.get("Number", []):
        return False
    case = next((c.lower_ for c in head.children if c.dep_ == "case"), "")
    organ = any(c.dep_ == "nmod" and c.lemma_ in word_classes()["doc-organ"] for c in head.children)
    if case:
        return organ and case in _BY_ACCORDING
    verb = predicate_of(head)
    done = verb is not None and verb != head and tense_of(verb) == "past"
    return "Ins" in head.morph.get("Case", []) and done and organ and head.dep_ == "obl"


def _is_under(item: Instrument) -> bool:
    """ "согласно Хартии", "в рамках Программы", "в соответствии с планом": what is done under it."""
    before = item.head.doc[max(item.start - 3, item.head.sent.start) : item.start]
    return any(t.lemma_ in word_classes()["doc-under"] or t.lower_ == _ACCORDING for t in before)


def by_sum(ctx: Context, item: Instrument) -> Told | None:
    """The act on a sum of documents that leads to this one: "подписано шесть бумаг, среди них протокол …".

    The sum stands before it in the sentence, or in the sentence before where words such as "это",
    "важнейшие", "вторым документом стала" or a colon open the sentence.
    """
    doc, start = ctx.doc, item.start
    sentence = ctx.sentences[ctx.sentence(item.head.i)]
    if _leads(doc, sentence.start, start):
        found = _sum_in(doc, max(sentence.start, start - _SUM_REACH), start)
        if found is not None:
            return found
        number = ctx.sentence(item.head.i)
        if number and _opens(doc, sentence.start, start):
            return collective(ctx.sentences[number - 1])
    return None


def _leads(doc: Doc, low: int, high: int) -> bool:
    """Whether a dash, a colon or a word such as "среди" stands between ``low`` and ``high``."""
    leads = word_classes()["doc-leads"]
    return any(t.text in {":", "–", "—", "-", ","} or t.lemma_ in leads for t in doc[low:high])


def _opens(doc: Doc, low: int, high: int) -> bool:
    """Whether a sentence opens with a word that points back to a sum: "это", "важнейшие:", "в их числе"."""
    leads = word_classes()["doc-leads"] | word_classes()["doc-of-them"]
    return any(t.lemma_ in leads for t in doc[low : min(low + 5, high)])


def _sum_in(doc: Doc, low: int, high: int) -> Told | None:
    """The act on the nearest collective noun in a range."""
    classes = word_classes()
    for i in range(high - 1, low - 1, -1):
        token = doc[i]
        if token.pos_ != "NOUN" or token.lemma_ not in classes["doc-collective"]:
            continue
        told = _act_on(token)
        if told is not None:
            return told
    return None


def _act_on(noun: Token) -> Told | None:
    mine = [c for c in noun.children if c.dep_ in {"amod", "acl"} and act_of(c)]
    act = next(iter([*mine, *acts_above(outermost(noun))]), None)
    if act is None or act_of(act) not in _OF_LISTS:
        return None
    stage = stage_at(act)
    return Told(stage.value, act, stage.act)


def collective(sentence: Span) -> Told | None:
    """What a sentence says of several instruments at once ("подписано 19 документов")."""
    acts = [t for t in sentence if act_of(t) in _OF_LISTS]
    for token in sentence:
        if token.pos_ != "NOUN" or token.lemma_ not in word_classes()["doc-collective"]:
            continue
        mine = [c for c in token.children if c.dep_ in {"amod", "acl"} and act_of(c)]
        act = next(iter([*mine, *acts_above(outermost(token))]), None)
        act = act or min(acts, key=lambda t: abs(t.i - token.i), default=None)
        if act is not None:
            stage = stage_at(act)
            return Told(stage.value, act, stage.act)
    return None


def before_colon(sentence: Span) -> Told | None:
    """The act of a sentence that ends with a colon: "Главами правительств приняты:"."""
    colon = next((t.i for t in reversed(sentence) if t.text == ":"), None)
    if colon is None or any(
        t.pos_ != "PUNCT" and not t.is_space for t in sentence.doc[colon + 1 : sentence.end]
    ):
        return None
    acts = [t for t in sentence if act_of(t) in _OF_LISTS and t.i < colon]
    if not acts:
        return None
    stage = stage_at(acts[-1])
    return Told(stage.value, acts[-1], stage.act)
