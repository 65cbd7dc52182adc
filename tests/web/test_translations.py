"""Every text of the pages has its Russian, in one of the catalogues, and none is left over."""

from __future__ import annotations

import pytest
from translated import catalogue, used

from itogi.web.translations import sources


def test_every_text_has_its_translation():
    known = catalogue("ru")
    lacking = [f"{place}: {text!r}" for text, place in used().items() if text not in known]
    assert not lacking, "\n".join(["no translation in itogi/web/locale/ru/*.po:", *lacking])


def test_no_translation_is_left_over():
    left = [f"{path}: {text!r}" for text, (path, _) in catalogue("ru").items() if text not in used()]
    assert not left, "\n".join(["these texts stand on no page any more:", *left])


def test_no_text_is_translated_twice():
    catalogue("ru", twice=pytest.fail)


def test_placeholders_are_kept():
    from babel.messages.checkers import python_format

    for text, (path, message) in catalogue("ru").items():
        if message.python_format:
            python_format(None, message)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(given), f"{path}: {text!r} is empty"


def test_there_are_catalogues():
    assert set(sources()) == {"ru"} and len(used()) > 50
