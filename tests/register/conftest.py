from __future__ import annotations

import pytest

from itogi.register import open_register


@pytest.fixture
def path(tmp_path):
    return tmp_path / "register.db"


@pytest.fixture
def register(path):
    with open_register(path) as opened:
        yield opened
