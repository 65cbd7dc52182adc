"""Records of many reports come together: the floor of benchmarks/merging.py on tests/stories."""

from __future__ import annotations

import importlib.util
import sys
from itertools import combinations
from pathlib import Path

import pytest

from itogi.register.keys import asks, posts
from itogi.register.match import judge
from itogi.register.traits import Item, block_of

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "tests" / "stories"
FLOOR = {"pairwise": 0.92, "b_cubed": 0.97}


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("merging_benchmark", ROOT / "benchmarks" / "merging.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def groups(members):
    found: dict[str, set[str]] = {}
    for member in members:
        found.setdefault(member.made, set()).add(member.record.id)
    return {frozenset(group) for group in found.values()}


@pytest.mark.parametrize("letters", ["", "hk", "ij"])
def test_the_known_entries_are_found(benchmark, letters):
    members = benchmark.merged(STORIES, 1, letters)
    assert len(members) > 600
    assert benchmark.pairwise(members).f1 >= FLOOR["pairwise"] - 0.02 * bool(letters)
    assert benchmark.b_cubed(members)[2] >= FLOOR["b_cubed"] - 0.01 * bool(letters)


def test_the_order_of_reading_does_not_matter(benchmark):
    assert groups(benchmark.merged(STORIES, 1)) == groups(benchmark.merged(STORIES, 2))


def test_those_that_match_meet_and_few_others(benchmark):
    blocks: dict[str, list[Item]] = {}
    for _, article, records in benchmark.read_reports(STORIES):
        for record, _ in records:
            item = Item(record, article.published, article.id)
            blocks.setdefault(block_of(item), []).append(item)
    met = matched = 0
    for items in blocks.values():
        marks = {item.record.id: (posts(item), asks(item, {})) for item in items}
        for a, b in combinations(items, 2):
            (here, wanted), (there, other) = marks[a.record.id], marks[b.record.id]
            meet, score = bool(wanted & there or here & other), judge(a, b)
            assert score == judge(b, a)
            assert meet or not score, (a.record.slots, b.record.slots)
            met, matched = met + meet, matched + bool(score)
    assert matched < met < 4 * matched, "most of those that are compared are one fact"
