"""An empty register: the start page says what to do."""

from __future__ import annotations

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.register import open_register


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A register in which there is nothing, in place of that with examples."""
    path = tmp_path_factory.mktemp("empty") / "register.db"
    open_register(path).close()
    return path


def test_it_teaches_what_to_do(visit):
    page = visit("/", role="editor")
    assert page.get_by_text("itogi read").is_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Or add a report here").click()
    page.wait_for_url("**/add/")


def test_a_reader_is_not_sent_to_what_readers_may_not(visit):
    page = visit("/", role="reader", width=390, lang="ru")
    assert page.get_by_text("itogi read ПАПКА").is_visible()
    assert page.locator("main a[href='/add/']").count() == 0
    assert_no_sideways(page)
