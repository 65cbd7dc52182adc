"""Whether a sentence speaks of the past or of what is to come, by the verb nearest to a date."""

from __future__ import annotations

from itogi.extraction.times.tokens import Tokens
from itogi.extraction.times.words import Tense, fold


class Tenses:
    """Tells the tense around tokens of one text; each word is looked up once."""

    def __init__(self, tokens: Tokens, tense: Tense) -> None:
        self._tokens, self._tense = tokens, tense
        self._known: dict[str, str] = {}

    def around(self, first: int, last: int) -> str | None:
        """``past``, ``future`` or None for the tokens ``first`` to before ``last``."""
        start, end = self._tokens.sentence(first)
        window = self._tense.window
        before = self._nearest(range(first - 1, max(start, first - window) - 1, -1))
        after = self._nearest(range(last, min(end, last + window)))
        nearest = min((found for found in (before, after) if found), default=None)
        return nearest[1] if nearest else None

    def of(self, index: int) -> str | None:
        """What one token tells."""
        word = fold(self._tokens.word(index))
        if word not in self._known:
            self._known[word] = self._look_up(word)
        return self._known[word] or None

    def is_verb(self, index: int) -> bool:
        """Whether a token is known as a verb, of reporting too."""
        known = self._tense.known.get(fold(self._tokens.word(index)), "not_verbs")
        return known != "not_verbs" or self.of(index) is not None

    def is_participle(self, index: int) -> bool:
        """Whether a token looks like a participle: "избранный", "состоявшаяся"."""
        return fold(self._tokens.word(index)).endswith(self._tense.participles)

    def _look_up(self, word: str) -> str:
        known = self._tense.known.get(word)
        if known is not None:
            return known if known in ("past", "future", "auxiliary") else ""
        return "past" if self._tense.past_ending.search(word) else ""

    def _nearest(self, indexes: range) -> tuple[int, str] | None:
        distance = 0
        for index in indexes:
            # A verb beyond a comma belongs to another clause more often than not.
            distance += self._tense.comma if "comma" in self._tokens.classes[index] else 1
            told = self.of(index) if self._tokens.classes[index].keys() & {"word", "capital"} else None
            if told:
                return distance, "future" if told == "auxiliary" else self._composed(index, told)
        return None

    def _composed(self, index: int, told: str) -> str:
        """ "будет подписан" is future though "подписан" by itself is past."""
        before = range(max(0, index - 3), index)
        return "future" if told == "past" and any(self.of(i) == "auxiliary" for i in before) else told
