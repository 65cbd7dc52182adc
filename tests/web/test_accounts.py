"""Login, throttling, password, tokens, accounts; what is noted of them."""

from __future__ import annotations

import pytest
from serving import PASSWORD

from itogi.web import throttle, tokens
from itogi.web.access import MARK
from itogi.web.models import Attempt, Event, Role, Token, User

NEW = "kolomenskoye-52"


def login(client, name="reader", password=PASSWORD, **more):
    return client.post("/account/login/", {"username": name, "password": password, **more})


def events():
    return list(Event.objects.order_by("pk").values_list("kind", "actor", "target"))


def test_login_and_logout(site, client):
    answer = login(client, "READER", next="/CSTO/")
    assert (answer.status_code, answer["Location"]) == (302, "/CSTO/")
    assert client.get("/CSTO/").status_code == 200
    assert client.get("/account/logout/").status_code == 405, "a link must not log anybody out"
    client.post("/account/logout/")
    assert client.get("/CSTO/").status_code == 302
    assert events() == [("login", "reader", "")]


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_login_leads_nowhere_else(site, client, back):
    assert login(client, next=back)["Location"] == "/"


@pytest.mark.parametrize(
    "name, password", [("reader", "wrong"), ("nobody", PASSWORD), ("reader", ""), ("", "")]
)
def test_a_wrong_login_tells_nothing(site, client, name, password):
    answer = login(client, name, password)
    assert answer.status_code == 200 and not client.session.keys()


def test_a_closed_account_and_none_are_told_apart_by_nobody(site, client):
    User.objects.filter(username="editor").update(is_active=False)
    for name in ("editor", "nobody"):
        assert "Name or password is wrong." in login(client, name).content.decode()


def test_guessing_one_name_is_stopped(site, client):
    for _ in range(throttle.BY_NAME):
        assert login(client, password="wrong").status_code == 200
    answer = login(client)  # the right one now
    assert answer.status_code == 429 and "Too many attempts" in answer.content.decode()
    assert login(client, "editor").status_code == 302, "others are not shut out"
    Attempt.objects.update(made=Attempt.objects.first().made - throttle.WINDOW)
    assert login(site.client()).status_code == 302, "and this one only for a while"


def test_guessing_many_names_is_stopped(site, client):
    for number in range(throttle.BY_ADDRESS):
        throttle.failed(f"name{number}", "127.0.0.1")
    assert login(client).status_code == 429
    assert client.post(
        "/account/login/", {"username": "reader", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    ).status_code == 302  # fmt: skip


def test_a_network_of_ipv6_counts_as_one_address(site):
    for number in range(throttle.BY_ADDRESS):
        throttle.failed(f"name{number}", f"2001:db8::{number:x}")
    assert throttle.shut("reader", "2001:db8::ffff") and not throttle.shut("reader", "2001:db8:0:1::1")


def test_no_name_that_was_tried_is_kept(site, client):
    login(client, "my-password-in-the-wrong-field", "x")
    kept = str(list(Attempt.objects.values())) + str(list(Event.objects.values()))
    assert "my-password" not in kept and Event.objects.get().kind == "login failed"


def test_an_address_behind_a_proxy_is_what_the_proxy_saw(site, monkeypatch):
    from django.conf import settings
    from django.test import RequestFactory

    from itogi.web.audit import address

    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1", REMOTE_ADDR="127.0.0.1"
    )
    assert address(request) == "127.0.0.1", "without a proxy anybody can write this header"
    monkeypatch.setattr(settings, "ITOGI_PROXY", True)
    assert address(request) == "192.0.2.1"


def test_a_new_password_ends_other_sessions(site):
    here, there = site.client("reader"), site.client("reader")
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/account/password/", form).status_code == 302
    assert here.get("/CSTO/").status_code == 200 and there.get("/CSTO/").status_code == 302
    assert login(site.client()).status_code == 200 and login(site.client(), password=NEW).status_code == 302
    assert ("password changed", "reader", "reader") in events()


@pytest.mark.parametrize("new", ["short", "1234567890123", "password1234", "reader1234"])
def test_a_weak_password_is_refused(site, new):
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = site.client("reader").post("/account/password/", form)
    assert answer.status_code == 200 and User.objects.get(username="reader").check_password(PASSWORD)


def test_a_token_is_shown_once(site):
    client = site.client("reviewer")
    page = client.post("/account/", {"name": "export", "role": "1"}).content.decode()
    text = page.split('class="token">')[1].split("<")[0]
    token = tokens.holder(text)
    assert token and token.rank == Role.READER and token.user.username == "reviewer"
    assert text not in client.get("/account/").content.decode()
    assert text not in str(list(Token.objects.values()))


def test_a_token_gives_no_more_than_its_user_has(site):
    assert site.client("reader").post("/account/", {"name": "x", "role": "4"}).status_code == 200
    assert not Token.objects.exists()
    _, text = tokens.make(User.objects.get(username="editor"), "x", Role.EDITOR)
    User.objects.filter(username="editor").update(role=int(Role.READER))
    assert tokens.holder(text).rank == Role.READER


def test_a_token_ends(site):
    user = User.objects.get(username="editor")
    (token, text), (_, other) = tokens.make(user, "one", Role.READER), tokens.make(user, "two", Role.READER)
    assert tokens.holder(text).used is None and Token.objects.get(pk=token.pk).used is not None
    assert site.client("editor").post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    assert tokens.holder(text) is None and tokens.holder(other)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert tokens.holder(other) is None


def test_nobody_revokes_the_token_of_another(site):
    token, text = tokens.make(User.objects.get(username="editor"), "x", Role.READER)
    assert site.client("administrator").post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert tokens.holder(text)


def test_an_administrator_changes_accounts(site):
    client, reader = site.client("administrator"), User.objects.get(username="reader")
    client.post(f"/users/{reader.pk}/", {"role": "reviewer"})
    client.post(f"/users/{reader.pk}/", {"active": "no"})
    reader.refresh_from_db()
    assert (reader.rank, reader.is_active) == (Role.REVIEWER, False)
    assert events() == [
        ("role changed", "administrator", "reader"),
        ("account closed", "administrator", "reader"),
    ]
    assert "account closed" in client.get("/users/").content.decode()


def test_the_last_administrator_stays(site):
    client, own = site.client("administrator"), User.objects.get(username="administrator")
    for form in ({"role": "reader"}, {"active": "no"}):
        answer = client.post(f"/users/{own.pk}/", form)
        assert answer.status_code == 400 and "last administrator" in answer.content.decode()
    own.refresh_from_db()
    assert own.rank == Role.ADMINISTRATOR and own.is_active


@pytest.mark.parametrize("site", [{"engine": "postgresql"}], indirect=True)
def test_the_same_on_postgresql(site, client):
    assert login(client, "administrator").status_code == 302
    assert client.get("/users/").status_code == 200
    _, text = tokens.make(User.objects.get(username="reader"), "x", Role.READER)
    assert tokens.holder(text)
    assert throttle.shut("reader", "127.0.0.1") is False


def test_a_view_without_a_rule_answers_nobody(site, monkeypatch):
    from itogi.web.views.home import home

    monkeypatch.delattr(home, MARK)
    assert site.client("administrator").get("/").status_code == 403


def test_a_closed_account_opens_nothing(site):
    client = site.client("editor")
    assert client.get("/add/").status_code == 200
    User.objects.filter(username="editor").update(is_active=False)
    assert client.get("/add/").status_code == 302


def test_another_role_holds_at_once(site):
    client = site.client("reader")
    assert client.get("/review/").status_code == 403
    User.objects.filter(username="reader").update(role=int(Role.REVIEWER))
    assert client.get("/review/").status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(site):
    answer = site.client().get("/CSTO/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 401 and answer["HX-Redirect"] == "/account/login/"


def test_the_login_page_names_its_fields_in_the_language_of_the_page(client):
    page = client.get("/account/login/", headers={"accept-language": "ru"}).content.decode()
    assert "Имя пользователя" in page and "Username" not in page
