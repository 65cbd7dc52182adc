"""The lexicon: its data hold together, and every rule of the validator fires with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from itogi.errors import DataError
from itogi.language import lexicon
from itogi.model.values import topics as topic_codes

ORGANISATION = """
- code: AAA
  names: {ru: Первая организация, en: First}
  abbreviations: [ПО]
  aliases: [Первый союз]
  bodies:
    - {name: Совет, level: heads-of-state, kind: council}
  members: [{country: KZ, from: 1994, to: 1999}]
"""


def broken(loader, path: Path, text: str, says: str, line: int | None = None):
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        loader(path)
    message = str(caught.value)
    assert says in message
    assert str(path) in message
    if line:
        assert f"{path}:{line}:" in message


def second(**change: str) -> str:
    entry = {"code": "BBB", "names": "{ru: Вторая организация, en: Second}", **change}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (ORGANISATION + second(code="AAA"), "code 'AAA' belongs to", 9),
        (ORGANISATION + second(aliases="[первый союз]"), "alias 'первый союз' belongs to AAA and to BBB", 11),
        (ORGANISATION + second(abbreviations="[ПО]"), "abbreviation 'ПО' belongs to", 11),
        (ORGANISATION + second(colour="red"), "unknown key 'colour'", 11),
        (ORGANISATION.replace("KZ", "ZQ"), "'ZQ' is no country code", 8),
        (ORGANISATION.replace("heads-of-state", "kings"), "unknown level 'kings'", 7),
        (ORGANISATION.replace("kind: council", "kind: circle"), "unknown kind 'circle'", 7),
        (ORGANISATION.replace("to: 1999", "to: 1990"), "from 1994 is after to 1990", 8),
        (ORGANISATION.replace("from: 1994", "from: early"), "'early' is no EDTF day", 8),
        (ORGANISATION.replace("[Первый союз]", "['']"), "empty phrase", None),
        (ORGANISATION.replace("[Первый союз]", "[А, А]"), "stands twice", None),
        (ORGANISATION.replace("[Первый союз]", "слово"), "should be a list", None),
        (ORGANISATION.replace("code: AAA", "cod: AAA"), "unknown key 'cod'", 2),
        (ORGANISATION.replace(", en: First", ""), "'en' is missing", None),
        ("AAA: {}", "should be a list", None),
        ("- 5", "should be keys", None),
        ("- code: [", "", None),
    ],
)
def test_organisations_refused(tmp_path, text, says, line):
    broken(lexicon.organisations, tmp_path / "organisations.yml", text, says, line)


def test_organisation_of_a_file(tmp_path):
    path = tmp_path / "good.yml"
    path.write_text(ORGANISATION + second(), "utf-8")
    found = lexicon.organisations(path)
    assert list(found) == ["AAA", "BBB"]
    assert found["AAA"].phrases == ("Первая организация", "Первый союз")
    assert found["AAA"].members_at("1996") == ("KZ",)
    assert found["AAA"].members_at("2001-05") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {name: Совет, level: kings}", "unknown level"),
        ("- {name: Совет}", "'level' is missing"),
        ("- {name: '', level: officials}", "empty phrase"),
        ("- {name: А, level: officials}\n- {name: Б, level: officials, aliases: [а]}", "belongs to"),
    ],
)
def test_bodies_refused(tmp_path, text, says):
    broken(lexicon.bodies, tmp_path / "bodies.yml", text, says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ZQ: {names: [Нигде]}", "no country code"),
        ("KZ: {names: []}", "no name"),
        ("KZ: {capitals: [Астана]}", "'names' is missing"),
        ("KZ: {names: [А], flag: [Б]}", "unknown key"),
        ("KZ: {names: [А]}\nKG: {names: [А]}", "belongs to KZ and to KG"),
        ("KZ: {names: [А]}\nKZ: {names: [Б]}", "stands twice"),
        ("KZ: {names: [' ']}", "empty phrase"),
        ("[]", "entries under their codes"),
    ],
)
def test_countries_refused(tmp_path, text, says):
    broken(lexicon.countries, tmp_path / "countries.yml", text, says)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Минск\tZQ\tcity", "no country code"),
        ("Минск\tBY\ttown", "unknown kind"),
        ("\tBY\tcity", "empty phrase"),
        ("Минск\tBY", "2 cells instead of 4"),
        ("Минск\t\tcity", "no country code"),
        ("Брест\tBY\tcity", "stands twice"),
        ("Менск\tBY\tcity\tМинск", "is short for 'Минск', which is no place"),
    ],
)
def test_places_refused(tmp_path, row, says):
    text = f"# places\nname\tcountry\tkind\tlabel\nБрест\tBY\tcity\n{row}\n"
    broken(lexicon.places, tmp_path / "places.tsv", text, says, 4)


def test_places_header_refused(tmp_path):
    broken(lexicon.places, tmp_path / "places.tsv", "name\tkind\n", "the header should be", 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {phrase: царь, class: tsar}", "unknown class"),
        ("- {phrase: царь}", "'class' is missing"),
        ("- {phrase: '', class: head}", "empty phrase"),
        ("- {phrase: a, class: head}\n- {phrase: b, class: head, synonyms: [a]}", "belongs to"),
    ],
)
def test_posts_refused(tmp_path, text, says):
    broken(lexicon.posts, tmp_path / "posts.yml", text, says)


def test_topics_refused(tmp_path):
    path = tmp_path / "topics.yml"
    broken(lexicon.topics, path, "sport: {iptc: null, phrases: [спорт]}", "unknown topic code 'sport'", 1)
    path = tmp_path / "iptc.yml"
    broken(lexicon.topics, path, "drugs: {iptc: 95, phrases: [опий]}", "no IPTC Media Topic id", 1)
    path = tmp_path / "phrase.yml"
    broken(lexicon.topics, path, "drugs: {iptc: null, phrases: ['']}", "empty phrase", 1)
    path = tmp_path / "missing.yml"
    broken(lexicon.topics, path, "drugs: {iptc: null, phrases: [опий]}", "topics without phrases: terrorism")


FIGURES = """
nouns: {documents: [акт]}
cardinals: {один: 1}
ordinals: {}
multipliers: {}
stems: {}
approximators: []
expected: []
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FIGURES.replace("documents", "papers"), "unknown key 'papers'"),
        (FIGURES.replace("один: 1", "один: one"), "is no number"),
        (FIGURES.replace("{один: 1}", "[один]"), "words with numbers"),
        (FIGURES.replace("[акт]", "[акт, '']"), "empty phrase"),
        (FIGURES.replace("[акт]}", "[акт], events: [акт]}"), "belongs to documents and to events"),
        (FIGURES.replace("stems: {}", ""), "'stems' is missing"),
    ],
)
def test_figures_refused(tmp_path, text, says):
    broken(lexicon.figures, tmp_path / "figures.yml", text, says)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Иван Иванов\ttsar\tRU\t2001\t2002", "unknown class"),
        ("Иван Иванов\thead-of-state\tZQ\t2001\t2002", "neither a country code nor an organisation"),
        ("Иван Иванов\thead-of-state\tRU\t2003\t2002", "from 2003 is after to 2002"),
        ("Иван Иванов\thead-of-state\tRU\tonce\t", "no EDTF day"),
        ("\thead-of-state\tRU\t2001\t", "empty phrase"),
    ],
)
def test_officeholders_refused(tmp_path, row, says):
    text = f"person\tpost\tof\tfrom\tto\n{row}\n"
    broken(lexicon.officeholders, tmp_path / "officeholders.tsv", text, says, 2)


def test_organisations_of_the_page_are_there():
    codes = (
        "CSTO SCO CIS EAEU OTS BRICS CICA UN OSCE EU NATO G20 G7 G8 ASEAN OIC ECO APEC C5 IFAS CoE AU LAS GCC"
    )
    codes += " IMF USTATE CASPIAN GUAM EurAsEC EDB WB WHO WTO IAEA OPEC"
    assert set(codes.split()) <= set(lexicon.organisations())


def test_members_at_a_date():
    csto = lexicon.organisations()["CSTO"]
    assert set(csto.members_at("2024-11-28")) == {"AM", "BY", "KZ", "KG", "RU", "TJ"}
    assert "UZ" in csto.members_at("2008")
    assert {"UZ", "AZ", "GE"} <= set(csto.members_at("1997"))
    assert "UZ" not in csto.members_at("2003")
    assert "BY" in lexicon.organisations()["SCO"].members_at("2025")
    assert "BY" not in lexicon.organisations()["SCO"].members_at("2023")
    assert "GB" not in lexicon.organisations()["EU"].members_at("2022")
    assert len(lexicon.organisations()["UN"].members_at("2024")) == 193
    assert len(lexicon.organisations()["NATO"].members_at("2025")) == 32
    assert len(lexicon.organisations()["EU"].members_at("2025")) == 27
    assert csto.members_at("early") == ()


def test_bodies_and_their_levels():
    bodies = {
        (code, short): body.level
        for code, organisation in lexicon.organisations().items()
        for body in organisation.bodies
        for short in body.abbreviations
    }
    assert bodies["CSTO", "СКБ"] == "heads-of-state"
    assert bodies["CSTO", "КССБ"] == "security-secretaries"
    assert bodies["EAEU", "ВЕЭС"] == "heads-of-state"
    assert bodies["CIS", "СГП"] == "heads-of-government"
    assert bodies["CIS", "МПА"] == "parliament"
    assert bodies["SCO", "РАТС"] == "officials"
    assert {b.abbreviations[0] for b in lexicon.bodies() if b.abbreviations} >= {"СГГ", "СМИД", "СМО", "ПА"}


def test_decoys_hold_a_name():
    assert "министр по делам СНГ" in lexicon.organisations()["CIS"].decoys
    assert any("СНГ" in decoy.split() for decoy in lexicon.organisations()["CIS"].decoys)


def test_countries():
    countries = lexicon.countries()
    assert len(countries) >= 195
    assert {"Киргизия", "Кыргызстан", "Кыргызская Республика"} <= set(countries["KG"].names)
    assert "беларусский" in countries["BY"].adjectives
    assert "русский" not in countries["RU"].adjectives
    assert countries["NO"].names == ("Норвегия",)
    assert countries["KZ"].capitals[0] == "Астана"
    members = {m.country for o in lexicon.organisations().values() for m in o.members}
    assert members <= set(countries)


def test_places_posts_and_the_rest():
    kinds = {(place.name, place.country): place.kind for place in lexicon.places()}
    assert kinds["Харбмайдон", "TJ"] == "range"
    assert kinds["Чолпон-Ата", "KG"] == "city"
    assert kinds["Дворец независимости", "BY"] == "venue"
    classes = {phrase: post.class_ for post in lexicon.posts() for phrase in post.phrases}
    assert classes["глава МИД"] == "foreign-minister"
    assert classes["генсек"] == "secretary-general"
    assert classes["вице-премьер"] == "deputy"
    assert len(classes) >= 250
    assert set(lexicon.topics()) == set(topic_codes())
    assert "наркотрафик" in lexicon.topics()["drugs"].phrases
    assert lexicon.figures().cardinals["полтысячи"] == 500
    assert "документ" in lexicon.figures().nouns["documents"]


def test_officeholders_by_date():
    def holder(class_: str, of: str, when: str) -> set[str]:
        found = lexicon.officeholders()
        return {o.person for o in found if (o.class_, o.of) == (class_, of) and o.covers(when)}

    assert holder("head-of-state", "RU", "2010") == {"Дмитрий Анатольевич Медведев"}
    assert holder("head-of-state", "KZ", "2024-11-28") == {"Касым-Жомарт Кемелевич Токаев"}
    assert holder("secretary-general", "CSTO", "2024") == {"Имангали Нургалиевич Тасмагамбетов"}
