"""From a source phrase to a speaker: the fullest name, a code, or the phrase in the nominative."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.quotes_group import apposition_end, both_before, counted, joined, named_institution
from itogi.extraction.quotes_phrase import Source, in_class, is_form, is_media, of_noun, speaks
from itogi.extraction.similar import family, stems
from itogi.extraction.single_words import spelt
from itogi.language.inflect import nominative

_HEAD = spelt("head")

# How many sentences back a pronoun looks for the subject it stands for.
REACH = 3


@dataclass(slots=True)
class Speakers:
    """Resolves sources in text order and remembers who spoke last."""

    ctx: Context
    last: str | None = None
    last_person: Person | None = None
    last_institution: str | None = None
    last_many: str | None = None
    start: int = 0
    _looking_back: bool = False

    def resolve(self, source: Source, start: int) -> str | None:
        """The speaker of ``source``; what it finds becomes the last speaker.

        Words of several sentences begin at token ``start``: whoever is meant was named before them.
        """
        self.start = start
        if source.head < 0:
            return self._institution_before() if source.bare else self.last
        head = self.ctx.doc[source.head]
        name = self._name(source, head)
        if name:
            self.last = name
        return name

    def _institution_before(self) -> str | None:
        return self.last_institution or self.ctx.main_organisation or self.last

    def _name(self, source: Source, head: Token) -> str | None:
        if is_form(head, "quote-the-other"):
            return self._other(head)
        if head.pos_ in {"PRON", "DET"} or is_form(head, "quote-both"):
            return self._pronoun(head)
        together = joined(self.ctx, source)
        if together is None and counted(self.ctx, source):
            together = both_before(self.ctx, self._sentence(head), head.i)
        if together is not None:
            self.last_many = together
            return together
        person = self._person(source, head)
        if person is not None:
            return self._spoke(person)
        entity = self._entity(source, head) or named_institution(self.ctx, source, head)
        if entity is not None:
            self.last_institution = entity
            return entity
        holder = self._national(source, head)
        if holder is not None:
            return self._spoke(holder)
        if self._anaphoric(source, head):
            found = self._described(head)
            if found is not None:
                return self._spoke(found)
        return self._phrase(source, head)

    def _spoke(self, person: Person) -> str:
        self.last_person = person
        return person.name

    def _person(self, source: Source, head: Token) -> Person | None:
        """The person named in the phrase, if the phrase is about that person; else the holder of the post."""
        named = self._named(source, head)
        if named is not None or self._indefinite(source, head):
            return named
        posts = [
            m for m in self.ctx.mentions_in(source.start, source.end, "POST") if m.start <= head.i < m.end
        ]
        if posts and feature(head, "Number") != "Plur" and not self._many(source):
            return self._holder(posts[0], source, head)
        return None

    def _named(self, source: Source, head: Token) -> Person | None:
        at_head = self.ctx.people.at(head.i) or self._family_name(head)
        if at_head is not None and not self._many(source):
            return at_head
        if in_class(head, "quote-institution") and not in_class(head, "quote-person"):
            return None
        if feature(head, "Number") == "Plur" or in_class(head, "quote-message"):
            return None
        case = feature(head, "Case")
        found: Person | None = None
        for mention in self.ctx.mentions_in(source.start, apposition_end(self.ctx, source), "PERSON"):
            first = self.ctx.doc[mention.start]
            fits = (
                feature(first, "Case") in {case, None}
                or feature(self.ctx.doc[mention.end - 1], "Case") == case
            )
            if fits and mention.start > head.i:
                found = self.ctx.people.at(mention.start) or found
        return found

    def _family_name(self, head: Token) -> Person | None:
        """A person whose family name the name model did not see here."""
        if head.pos_ != "PROPN" or head.ent_type_ or feature(head, "Number") == "Plur":
            return None
        name = nominative([head], person=True)
        return next((p for p in self.ctx.people.persons if family(p.name) == family(name)), None)

    def _many(self, source: Source) -> bool:
        """Whether the phrase joins several speakers ("Израиль и США")."""
        doc = self.ctx.doc
        people = {id(p) for p in self.ctx.people.in_range(source.start, source.end)}
        return len(people) > 1 and any(t.dep_ == "cc" for t in doc[source.start : source.end])

    def _holder(self, post: Mention, source: Source, head: Token) -> Person | None:
        bare = all(
            t.pos_ in {"ADJ", "DET"} or post.start <= t.i < post.end
            for t in self.ctx.doc[source.start : source.end]
        )
        person = self.ctx.people.role(post)
        if bare:
            # A bare "министр" is rather the one who has just spoken, if that one has such a post.
            last = self.last_person
            owners = self.ctx.mentions_in(source.start, source.end, "NATIONAL")
            of = owners[0].value if owners else None
            if last is not None and self._has_post(last, post, of):
                return last
            # Not while the subjects of earlier sentences are looked at: each would look at those before it.
            return person or (None if self._looking_back else self._described(head))
        return person

    def _has_post(self, person: Person, post: Mention, of: str | None) -> bool:
        return any(
            (o.cls == post.level or stems(o.position) & stems(post.value)) and of in {None, o.of}
            for o in person.offices
        )

    def _entity(self, source: Source, head: Token) -> str | None:
        """The code of a country or organisation that the head of the phrase names."""
        doc = self.ctx.doc
        if any(t.dep_ == "cc" for t in doc[source.start : source.end]):
            return None
        for m in self.ctx.mentions_in(source.start, source.end):
            if not m.start <= head.i < m.end:
                continue
            if m.label in {"COUNTRY", "CAPITAL"} or (m.label == "NATIONAL" and head.pos_ != "ADJ"):
                return m.country or m.value
            if m.label == "ORGANISATION":
                return m.value
        return None

    def _national(self, source: Source, head: Token) -> Person | None:
        """ "глава российского государства": who holds an office of that country by the text."""
        if (
            not in_class(head, "quote-person")
            or feature(head, "Number") == "Plur"
            or (not head.ent_type_ and head.lemma_ != _HEAD)
        ):
            return None
        owners = self.ctx.mentions_in(source.start, source.end, "NATIONAL", "COUNTRY")
        return (
            self.ctx.people.holder(None, owners[0].value, head.i) if owners and self._short(source) else None
        )

    def _short(self, source: Source) -> bool:
        return sum(t.is_alpha for t in self.ctx.doc[source.start : source.end]) <= 3

    def _anaphoric(self, source: Source, head: Token) -> bool:
        """ "дипломат", "глава ведомства", "он": a noun that stands for a person named before."""
        if not in_class(head, "quote-person") or feature(head, "Number") == "Plur":
            return False
        if self._indefinite(source, head):
            return False
        tail = [t for t in self.ctx.doc[head.i + 1 : source.end] if t.pos_ not in {"DET", "PUNCT"}]
        return all(in_class(t, "quote-general") for t in tail)

    def _indefinite(self, source: Source, head: Token) -> bool:
        """ "один дипломат", "некий чиновник": nobody named before."""
        return any(in_class(t, "quote-indefinite") for t in self.ctx.doc[source.start : head.i])

    def _described(self, head: Token) -> Person | None:
        """The person a bare noun describes: by a post of the text, else the last speaker or subject."""
        wanted = stems(head.lemma_)
        gender = feature(head.head, "Gender") if head.dep_ == "nsubj" else None
        posts = [
            p
            for p in self.ctx.people.persons
            if any(stems(first_noun(o.position)) & wanted for o in p.offices)
        ]
        before = [
            p
            for p in posts
            if p.mentions[0].start < head.i and (gender is None or self._gender(p) in {gender, None})
        ]
        if before:
            return self._latest(before, head)
        return (
            self._fitting_last(gender)
            or self._subject_before(head, gender)
            or self._named_before(head, gender)
        )

    def _sentence(self, head: Token) -> int:
        return min(self.ctx.sentence(head.i), self.ctx.sentence(self.start))

    def _latest(self, people: list[Person], head: Token) -> Person:
        return max(people, key=lambda p: max(m.start for m in p.mentions if m.start < head.i))

    def _named_before(self, head: Token, gender: str | None) -> Person | None:
        """The last person named in the sentences before, in any part of them."""
        first = self.ctx.sentences[max(0, self._sentence(head) - REACH)].start
        people = self.ctx.people.in_range(first, head.i)
        fits = [p for p in people if self._gender(p) in {gender, None} or gender is None]
        return self._latest(fits, head) if fits else None

    def _pronoun(self, head: Token) -> str | None:
        if feature(head, "Number") == "Plur" or is_form(head, "quote-they") or is_form(head, "quote-both"):
            return self.last_many or both_before(self.ctx, self._sentence(head), head.i) or self.last
        gender = (
            "Masc"
            if is_form(head, "quote-his")
            else "Fem"
            if is_form(head, "quote-her")
            else feature(head, "Gender")
        )
        if not is_form(head, "quote-he"):
            return None
        person = self._subject_before(head, gender)
        nameless = self._nameless(head, gender, person)
        if nameless is not None:
            return nameless
        person = person or self._fitting_last(gender)
        if person is not None:
            return self._spoke(person)
        nameless = self.last
        if nameless is not None:
            return nameless
        person = self._named_before(head, gender)
        return self._spoke(person) if person is not None else None

    def _other(self, head: Token) -> str | None:
        """ "отметил тот", "пояснил последний": the one named last before."""
        person = self._named_before(head, feature(head, "Gender"))
        return self._spoke(person) if person is not None else self.last

    def _nameless(self, head: Token, gender: str | None, named: Person | None) -> str | None:
        """The office that is the subject of a sentence before ("Гендиректор завода рассказал").

        ``named`` is the person found before; only a subject nearer than that one counts.
        """
        number = self._sentence(head)
        for sentence in reversed(self.ctx.sentences[max(0, number - REACH) : number + 1]):
            if named is not None and any(sentence.start <= m.start < sentence.end for m in named.mentions):
                return None
            for token in self.ctx.doc[sentence.start : min(sentence.end, head.i)]:
                fits = token.dep_ == "nsubj" and token.pos_ == "NOUN" and feature(token, "Gender") == gender
                fits = fits and feature(token, "Number") == "Sing"
                person = in_class(token, "quote-person") or in_class(token, "quote-occupation")
                if fits and person and self._person(of_noun(token, token.head.i), token) is None:
                    return self._phrase(of_noun(token, token.head.i), token)
        return None

    def _fitting_last(self, gender: str | None) -> Person | None:
        person = self.last_person
        if person is None or gender is None:
            return person
        return person if self._gender(person) in {gender, None} else None

    def _gender(self, person: Person) -> str | None:
        for mention in person.mentions:
            for token in self.ctx.doc[mention.start : mention.end]:
                if gender := feature(token, "Gender"):
                    return gender
        return None

    def _subject_before(self, head: Token, gender: str | None) -> Person | None:
        """The last person before ``head`` that is the subject of its sentence, or its only person."""
        number = self._sentence(head)
        for back in range(REACH + 1):
            if number - back < 0:
                break
            sentence = self.ctx.sentences[number - back]
            self._looking_back = True
            people = self._subjects(sentence.start, min(sentence.end, head.i), gender)
            self._looking_back = False
            if people:
                return people[-1] if back == 0 else people[0]
            if back and self._spoke_in(sentence.start, sentence.end, gender):
                return self.last_person
        return None

    def _spoke_in(self, start: int, end: int, gender: str | None) -> bool:
        person = self._fitting_last(gender)
        return person is not None and any(start <= m.start < end for m in person.mentions)

    def _subjects(self, start: int, end: int, gender: str | None) -> list[Person]:
        found: list[Person] = []
        for token in self.ctx.doc[start:end]:
            if token.dep_ not in {"nsubj", "nsubj:pass"} or feature(token, "Case") not in {"Nom", None}:
                continue
            if token.pos_ == "PRON":
                continue
            source = of_noun(token, token.head.i)
            if is_media(self.ctx.doc, source):
                continue
            person = self._person(source, token)
            if person is not None and (gender is None or self._gender(person) in {gender, None}):
                found.append(person)
        return found

    def _phrase(self, source: Source, head: Token) -> str | None:
        doc = self.ctx.doc
        span = doc[source.start : source.end]
        if not speaks(head) and head.pos_ != "NUM" and self._mute(source, head):
            return None
        mute = head.pos_ in {"SYM", "PUNCT"} or (
            head.pos_ == "NUM" and not in_class(head, "quote-indefinite")
        )
        if mute or not any(t.is_alpha or "-" in t.text for t in span):
            return None
        if len(span) > 14:
            span = doc[max(source.start, head.i - 3) : min(source.end, head.i + 8)]
        # "один из экспертов", "обе стороны": a number in the nominative governs the rest
        stays = span[0].pos_ == "NUM" and feature(span[0], "Case") == "Nom"
        # "страны подчеркнули": a plural that the tagger takes for a genitive
        verb = doc[min(source.verb, len(doc) - 1)]
        stays = stays or (
            feature(head, "Case") == "Gen" and feature(verb, "Number") == "Plur" and head.i < verb.i
        )
        text = (span.text if stays else nominative(span, person=False)).strip(' ,«"')
        if self._common(span[0], head):
            text = text[:1].lower() + text[1:]
        if in_class(head, "quote-institution"):
            self.last_institution = text
        return text or None

    def _common(self, first: Token, head: Token) -> bool:
        """Whether a phrase has its capital only because a sentence begins with it."""
        at_start = bool(first.is_sent_start) or first.nbor(-1).text in '«"' if first.i else True
        proper = (
            first.ent_type_ in {"ORGNAME", "BODY"}
            or in_class(head, "institution")
            or (len(first.text) > 1 and first.text[1].isupper())
        )
        return at_start and first.pos_ in {"NOUN", "ADJ"} and not proper

    def _mute(self, source: Source, head: Token) -> bool:
        """Whether a thing is the subject of a verb that does not make it speak ("цифры говорят, что")."""
        if feature(head, "Animacy") != "Inan" or head.text[0].isupper() or source.verb >= len(self.ctx.doc):
            return False
        verb = self.ctx.doc[source.verb]
        return in_class(head, "quote-mute") or (verb.pos_ == "VERB" and not in_class(verb, "quote-voice"))


def first_noun(position: str) -> str:
    """The word of a post that names its holder: "заместитель министра" is no "министр"."""
    known = word_classes()["quote-person"]
    return next(
        (w for w in position.lower().split() if w.strip(",") in known),
        position.split(maxsplit=1)[0] if position else "",
    )
