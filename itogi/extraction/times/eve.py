"""Whether "накануне" names the day before the publication, or the eve of what follows it."""

from __future__ import annotations

from itogi.extraction.times.tense import Tenses
from itogi.extraction.times.tokens import Tokens
from itogi.extraction.times.words import Eve, fold


def is_eve_of(tokens: Tokens, tenses: Tenses, rules: Eve, index: int) -> bool:
    """Whether the token after the word is what it is the eve of ("накануне саммита")."""
    if index >= len(tokens.starts):
        return False
    word = tokens.word(index)
    if len(word) < 3 or not word[0].isalpha() or fold(word) in rules.free or tenses.is_verb(index):
        return False
    if word[0].isupper():
        return fold(word).endswith(rules.capitalised)
    return fold(word).endswith(rules.genitive) and not _is_subject(tokens, tenses, rules, index)


def _is_subject(tokens: Tokens, tenses: Tenses, rules: Eve, index: int) -> bool:
    if not tokens.word(index).endswith(rules.subject) or index + 1 >= len(tokens.starts):
        return False
    return tenses.is_verb(index + 1) and fold(tokens.word(index + 1)).endswith(rules.subject_verb)
