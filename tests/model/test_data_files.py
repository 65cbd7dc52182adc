"""Data files: parsed once, kept until they change."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from itogi.errors import DataError
from itogi.model.data import load_yaml


def kept_beside(path):
    return list(path.parent.rglob("__pycache__/*"))


@pytest.fixture
def writing(monkeypatch):
    """Python keeps what it compiled, whatever the environment of the tests says."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def test_a_parsed_file_is_kept_until_it_changes(tmp_path, writing, monkeypatch):
    path = tmp_path / "words.yml"
    path.write_text("a: [1, 2.5, да, null]\n", "utf-8")
    first = load_yaml(path)
    assert first == {"a": [1, 2.5, "да", None]} and len(kept_beside(path)) == 1
    with monkeypatch.context() as patch:
        patch.setattr("itogi.model.loaders.read", None)  # nothing is parsed again
        assert load_yaml(path) == first
    path.write_text("a: [1, 2.5, нет, null]\n", "utf-8")
    assert load_yaml(path)["a"][2] == "нет"


def test_a_kept_file_that_is_damaged_is_made_again(tmp_path, writing):
    path = tmp_path / "words.yml"
    path.write_text("a: 1\n", "utf-8")
    load_yaml(path)
    (kept,) = kept_beside(path)
    whole = kept.read_bytes()
    for content in (b"", whole[:-2], whole[: whole.index(b"\n") + 1] + b"\xff\x00"):
        kept.write_bytes(content)
        assert load_yaml(path) == {"a": 1}
        assert kept.read_bytes() == whole


def test_nothing_is_kept_where_nothing_may_be_or_can_be(tmp_path, writing, monkeypatch):
    path = tmp_path / "words.yml"
    path.write_text("day: 2024-11-28\n", "utf-8")
    assert load_yaml(path) == {"day": date(2024, 11, 28)} and not kept_beside(path)
    path.write_text("a: 1\n", "utf-8")
    (tmp_path / "__pycache__").write_text("in the way", "utf-8")
    assert load_yaml(path) == {"a": 1}
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert load_yaml(path) == {"a": 1} and not (tmp_path / "__pycache__").exists()


def test_a_fault_is_told_each_time(tmp_path, writing):
    path = tmp_path / "words.yml"
    path.write_text("a: 1\na: 2\n", "utf-8")
    for _ in range(2):
        with pytest.raises(DataError, match="stands twice") as caught:
            load_yaml(path)
        assert f"{path}:2" in str(caught.value)
