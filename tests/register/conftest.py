from __future__ import annotations

import pytest
from databases import empty_database, migrated

from itogi.register import open_register


@pytest.fixture
def path(tmp_path):
    return tmp_path / "register.db"


@pytest.fixture(scope="session")
def template():
    with migrated() as name:
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Where a register may be made: a path, or the address of a database of its own."""
    if request.param == "sqlite":
        yield str(tmp_path / "register.db")
        return
    with empty_database(request.getfixturevalue("template")) as address:
        yield address


@pytest.fixture
def register(target):
    with open_register(target) as opened:
        yield opened
