"""PostgreSQL databases for tests: each its own, copied from one that has the tables, dropped after use.

``ITOGI_TEST_POSTGRESQL`` names a server on which databases may be made; without it the one of this
machine is tried, and the tests are skipped where none answers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from uuid import uuid4

import pytest

from itogi.register import open_register

VARIABLE = "ITOGI_TEST_POSTGRESQL"
SERVER = os.environ.get(VARIABLE, "postgresql://postgres@127.0.0.1:5432/postgres")


def of_name(name: str) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


def tell_server(sql: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as connection:
        connection.execute(sql)


@cache
def missing() -> str:
    """Why there is no server to test on; empty where there is one."""
    try:
        import psycopg
    except ImportError:
        return "psycopg is not installed (pip install 'itogi[pg]')"
    try:
        tell_server("SELECT 1")
    except psycopg.Error as error:
        return f"no PostgreSQL server answers at {SERVER.rsplit('@', 1)[-1]}: {error}"
    return ""


@contextmanager
def empty_database(template: str = "template1") -> Iterator[str]:
    """The address of a new database."""
    if reason := missing():
        if VARIABLE in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"itogi_test_{uuid4().hex[:12]}"
    tell_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield of_name(name)
    finally:
        tell_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def migrated() -> Iterator[str]:
    """The name of a database with the tables, to copy from."""
    with empty_database() as address:
        open_register(address).close()
        yield address.rsplit("/", 1)[1]
