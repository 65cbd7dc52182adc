"""Sidecars: what they say, and how a bad one is refused."""

from datetime import date

import pytest

from itogi.errors import InputError
from itogi.reading.sidecar import Sidecar, parse_date, read_sidecar


def test_what_it_says(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(
        '\ufeff{"id": "n1", "outlet": " Вести\\n Энска ", "url": null, "title": "",'
        ' "published": "2024-11-28", "records": [{"published": 5}], "more": {}}',
        encoding="utf-8",
    )
    assert read_sidecar(path) == Sidecar(id="n1", outlet="Вести Энска", published=date(2024, 11, 28))


@pytest.mark.parametrize(
    "written",
    ["2024-11-28", " 2024-11-28 ", "2024-11-28T18:37:00+05:00", "2024-11-28T23:59:59Z", "2024-11-28 18:37"],
)
def test_dates_as_written(written):
    assert parse_date(written) == date(2024, 11, 28)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "no JSON: .* line 1 column 2"),
        (b"", "no JSON"),
        (b"[]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"[" * 50_000, "nested too deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number too long"),
        (b'{"title": "\xcf\xf0"}', "not UTF-8: bad byte at offset 11"),
        (b'{"published": "2024-13-45"}', "key 'published' .*2024-13-45.* no date"),
        (b'{"published": "28.11.2024"}', "key 'published'"),
        (b'{"published": 20241128}', "key 'published' .* no string"),
        (b'{"outlet": ["a"]}', "key 'outlet'"),
        (b'{"id": {}}', "key 'id'"),
        (b" " * 5_000_001, "larger"),
    ],
)
def test_what_is_refused(tmp_path, content, problem):
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=problem) as caught:
        read_sidecar(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_missing_one(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        read_sidecar(tmp_path / "a.json")
