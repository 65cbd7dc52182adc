"""People: short names to full ones, roles to persons, who is one and who is not."""

from __future__ import annotations

import pytest
from reading_one import context_of

from itogi.extraction.people import fuller, same_person

SAME = [
    ("Токаев", "Касым-Жомарт Токаев", True),
    ("К. Токаев", "Касым-Жомарт Токаев", True),
    ("Владимир Путин", "В. В. Путин", True),
    ("Си", "Си Цзиньпин", True),
    ("Ильхам Алиев", "Гейдар Алиев", False),
    ("Сергей Лавров", "Сергей Лебедев", False),
    ("Григорян", "Мгер Григорян", True),
    ("Армен Григорян", "Мгер Григорян", False),
]


@pytest.mark.parametrize(("a", "b", "same"), SAME)
def test_two_names_are_one_person_or_not(a: str, b: str, same: bool) -> None:
    assert same_person(a, b) is same


def test_the_fuller_name_is_kept() -> None:
    assert fuller("Токаев", "Касым-Жомарт Токаев") == "Касым-Жомарт Токаев"
    assert fuller("В. Путин", "Владимир Путин") == "Владимир Путин"


TEXT = (
    "Президент Казахстана Касым-Жомарт Токаев принял генерального секретаря ОДКБ Имангали Тасмагамбетова. "
    "Токаев отметил вклад организации. Казахстанский лидер пожелал генсеку успехов."
)


def test_later_mentions_belong_to_the_first() -> None:
    ctx = context_of(TEXT)
    assert [p.name for p in ctx.people.persons] == ["Касым-Жомарт Токаев", "Имангали Тасмагамбетов"]
    assert len(ctx.people.persons[0].mentions) == 2


def test_a_role_finds_its_person() -> None:
    ctx = context_of(TEXT)
    roles = [m for m in ctx.mentions if m.label == "POST" and ctx.people.named_by(m) is None]
    named = [p.name for m in roles if (p := ctx.people.role(m))]
    assert named == ["Касым-Жомарт Токаев", "Имангали Тасмагамбетов"]


def test_a_role_of_another_state_finds_nobody() -> None:
    ctx = context_of("Касым-Жомарт Токаев выступил. Французский президент промолчал.")
    role = next(m for m in ctx.mentions if m.label == "POST")
    assert ctx.people.role(role) is None


def test_a_name_that_does_not_decline_stays_as_the_text_has_it() -> None:
    ctx = context_of("Главу МИД Турции Ахмета Давутоглу встретили в Баку. По словам Давутоглу, дело сделано.")
    assert [p.name for p in ctx.people.persons] == ["Ахмет Давутоглу"]
