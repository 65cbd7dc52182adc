import pytest

from itogi.language.lemma import feats_of, lemma

CASES = [
    ("заседании", "NOUN|Animacy=Inan|Case=Loc|Gender=Neut|Number=Sing", "заседание"),
    ("подписали", "VERB|Aspect=Perf|Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin", "подписать"),
    ("стали", "VERB|Aspect=Perf|Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin", "стать"),
    ("стали", "NOUN|Animacy=Inan|Case=Gen|Gender=Fem|Number=Sing", "сталь"),
    ("Совета", "PROPN|Animacy=Inan|Case=Gen|Gender=Masc|Number=Sing", "совет"),
    ("Токаев", "PROPN|Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing", "токаев"),
    ("Токаеву", "PROPN|Animacy=Anim|Case=Dat|Gender=Masc|Number=Sing", "токаев"),
    ("Токаевым", "PROPN|Animacy=Anim|Case=Ins|Gender=Masc|Number=Sing", "токаев"),
    ("Арипов", "PROPN|Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing", "арипов"),
    ("Мирзиёева", "PROPN|Animacy=Anim|Case=Gen|Gender=Masc|Number=Sing", "мирзиеев"),
    ("Бишкеке", "PROPN|Animacy=Inan|Case=Loc|Gender=Masc|Number=Sing", "бишкек"),
    ("ОДКБ", "PROPN|Animacy=Inan|Case=Gen|Gender=Fem|Number=Sing", "одкб"),
    ("её", "PRON|Case=Acc|Gender=Fem|Number=Sing|Person=3", "она"),
    ("CSTO", "X|Foreign=Yes", "csto"),
    ("2024", "ADJ", "2024"),
    ("–", "PUNCT", "–"),
    ("ж" * 5000, "NOUN", "ж" * 5000),
]


@pytest.mark.parametrize(("word", "tag", "expected"), CASES)
def test_lemma(word, tag, expected):
    assert lemma(word, tag) == expected


def test_feats_of():
    assert feats_of("NOUN|Case=Gen|Number=Sing") == {"POS": "NOUN", "Case": "Gen", "Number": "Sing"}
    assert feats_of("PUNCT") == {"POS": "PUNCT"}
