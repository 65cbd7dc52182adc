"""Encodings: what is told apart, what is refused and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itogi.errors import InputError
from itogi.reading.encoding import decode, russian_likeness

REPORT = "Министры пяти стран собрались в Энске. «Протокол готов», — сказал посол.\r\nЕщё одна в мае."
SHORT = [
    "Саммит",
    "ИТОГИ ВСТРЕЧИ",
    "Да",
    "Путин",
    "СНГ и ШОС",
    "подписан протокол",
    "5 мая: Энск",
    "Ещё один год",
]
SINGLE = ["windows-1251", "koi8-r", "iso-8859-5", "cp866"]


def plain(text: str, encoding: str) -> str:
    """The text less what the encoding cannot hold."""
    return text.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize(
    "encoding", [*SINGLE, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [REPORT, *SHORT])
def test_every_encoding_is_told(text, encoding):
    text = plain(text, encoding)
    decoded, _ = decode(text.encode(encoding), where="x")
    assert decoded == text


@pytest.mark.parametrize("text", ["Résumé “quoted” – text".replace("é", "e"), "Price — 5 … «sic»"])
def test_typography_of_windows_without_letters(text):
    assert decode(text.encode("windows-1252"), where="x") == (text, "windows-1251")


def test_the_declared_encoding_is_tried_too():
    text = "Састанак министара завршен је у Београду."
    assert decode(text.encode("windows-1251"), where="x", declared="windows-1251")[0] == text
    assert decode(REPORT.encode(), where="x", declared="windows-1251") == (REPORT, "utf-8")
    assert decode(REPORT.encode("cp1251"), where="x", declared="no-such-thing")[0] == REPORT


def test_the_users_word_is_final():
    assert decode(b"\xcf\xc4\xcb\xc2", where="x", forced="koi8-r") == ("одкб", "koi8-r")
    for unknown in ("klingon", "rot13", "\x00"):
        with pytest.raises(InputError, match="no encoding"):
            decode(b"abc", where="x", forced=unknown)
    with pytest.raises(InputError, match="not in the encoding"):
        decode(b"\xff\xfe\xfa", where="x", forced="utf-8")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04rest", "docx"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x00\x00\x00\x20ftypisom", "video"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (bytes(range(1, 256)) * 4, "binary"),
        (REPORT.encode() + b"\x00", "binary"),
        ("東京で首脳会議が開かれた。".encode("shift_jis"), "cannot be told"),
        ("déjà vu à Paris".encode("latin-1"), "cannot be told"),
        ("\ufeffДа".encode("utf-16-le") + b"\x00", "broken UTF-16"),
    ],
)
def test_refusals(raw, problem):
    with pytest.raises(InputError, match=problem) as caught:
        decode(raw, where="report.txt")
    assert caught.value.where == "report.txt"
    assert caught.value.remedy


@pytest.mark.parametrize("at", [0, 10, 70])
def test_broken_utf8_names_the_offset(at):
    raw = REPORT.encode()
    while at and raw[at] & 0xC0 == 0x80:
        at += 1
    with pytest.raises(InputError, match=f"broken UTF-8: the first bad byte is at offset {at}"):
        decode(raw[:at] + b"\xff" + raw[at:], where="x")


def test_utf8_cut_in_a_letter_is_refused():
    with pytest.raises(InputError, match="broken UTF-8"):
        decode(REPORT.encode()[:-2], where="x")


def test_russian_ranks_above_what_wrong_encodings_make_of_it():
    right = russian_likeness(REPORT)
    for wrong in SINGLE:
        assert russian_likeness(REPORT.encode("cp1251", "ignore").decode(wrong, "replace")) <= right
    assert russian_likeness("plain English") == 0.0


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    try:
        text, _ = decode(raw, where="x")
    except InputError as error:
        assert error.remedy
    else:
        assert text.strip()


@given(st.text(max_size=200))
def test_all_utf8_is_read_as_it_is(text):
    if any(c < " " and c not in "\t\n\r" for c in text) or text.startswith("\ufeff") or "ftyp" in text:
        return
    try:
        assert decode(text.encode(), where="x")[0] == text
    except InputError as error:
        assert "empty" in error.problem or "not text" in error.problem
