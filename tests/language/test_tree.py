import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itogi.language.tree import is_tree, tree


@pytest.mark.parametrize(
    ("heads", "expected"),
    [((0,), True), ((2, 0), True), ((2, 1), False), ((0, 0), False), ((1,), False), ((0, 3, 2), False)],
)
def test_is_tree(heads, expected):
    assert is_tree(heads) is expected


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_any_scores_give_a_tree(size, random):
    scores = np.array([[random.random() for _ in range(size + 1)] for _ in range(size)], np.float32)
    greedy = scores.argmax(1).tolist()
    found = tree(greedy, scores)
    assert is_tree(found)
    assert found == tree(greedy, scores)
    if is_tree(greedy):
        assert list(found) == greedy


def test_a_cycle_opens_where_it_costs_least():
    # Words 2 and 3 hang on each other; 3 would nearly as gladly hang on 1.
    scores = np.array([[9, 0, 0, 0], [0, 1, 0, 9], [0, 8, 9, 0]], np.float32)
    assert tree([0, 3, 2], scores) == (0, 3, 1)
