"""``itogi user``: the people who may use the pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Optional

import typer

from itogi.cli.guard import guarded
from itogi.cli.options import Db, Debug, JsonLines
from itogi.errors import UsageError

_ABOUT = """
The people who may use the pages of `itogi serve`, and their rights.

Example: itogi user add anna --role administrator
"""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_ABOUT,
)


class RoleName(StrEnum):
    """The roles; each may do what those before it may."""

    reader = "reader"
    reviewer = "reviewer"
    editor = "editor"
    administrator = "administrator"


_Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The name to log in under.")]
_Stdin = Annotated[bool, typer.Option("--password-stdin", help="Take the password from standard input.")]


def add(
    name: _Name,
    *,
    role: Annotated[
        RoleName, typer.Option("--role", metavar="ROLE", help="reader reviewer editor administrator")
    ] = RoleName.reader,
    called: Annotated[
        str, typer.Option("--called", metavar="TEXT", show_default=False, help="The person's full name.")
    ] = "",
    password_stdin: _Stdin = False,
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Make an account. The password is asked for.

    Example: itogi user add anna --role administrator
    """
    with _pages(db):
        from itogi.web import people
        from itogi.web.models import Role

        user = people.add(name, _password(password_stdin), Role.named(role), called)
        print(f"{user.username}: {user.rank.code}")


def list_(db: Db = None, json_lines: JsonLines = False, debug: Debug = False) -> None:
    """List accounts with their rights and last login."""
    with _pages(db):
        from itogi.cli.output import print_json
        from itogi.web.models import User

        rows = [
            {
                "name": user.username, "called": user.name, "role": user.rank.code, "active": user.is_active,
                "last_login": user.last_login.isoformat(timespec="seconds") if user.last_login else None,
            }
            for user in User.objects.order_by("username")
        ]  # fmt: skip
        if json_lines:
            print_json(rows)
            return
        for row in rows:
            closed = "" if row["active"] else "closed"
            parts = (row["name"], row["role"], row["called"], closed, row["last_login"])
            print("  ".join(str(part) for part in parts if part))


def role(
    name: _Name,
    role: Annotated[
        RoleName,
        typer.Argument(metavar="ROLE", show_default=False, help="reader reviewer editor administrator"),
    ],
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Give somebody other rights."""
    with _pages(db):
        from itogi.web import people
        from itogi.web.models import Role

        user = people.find(name)
        people.change_role(user, Role.named(role))
        print(f"{user.username}: {user.rank.code}")


def password(name: _Name, password_stdin: _Stdin = False, db: Db = None, debug: Debug = False) -> None:
    """Set somebody's password; their sessions end."""
    with _pages(db):
        from itogi.web import people

        user = people.find(name)
        people.set_password(user, _password(password_stdin))
        print(f"{user.username}: the password is changed")


def close(
    name: _Name,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open it again.")] = False,
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Close an account: nobody can log in under it any more. What was decided under it stays."""
    with _pages(db):
        from itogi.web import people

        user = people.find(name)
        people.activate(user, reopen)
        print(f"{user.username}: {'open' if user.is_active else 'closed'}")


def token(
    name: _Name,
    label: Annotated[
        str, typer.Option("--label", metavar="TEXT", help="What the token is for.")
    ] = "command line",
    role: Annotated[
        Optional[RoleName],  # noqa: UP045
        typer.Option(
            "--role", metavar="ROLE", show_default=False, help="The most it may do; else what the person may."
        ),
    ] = None,
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Make a token for the API and print it: it cannot be shown again."""
    with _pages(db):
        from itogi.web import people, tokens
        from itogi.web.audit import note
        from itogi.web.models import Role

        user = people.find(name)
        made, text = tokens.make(user, label, Role.named(role) if role else user.rank)
        note(None, "token made", label, by=people.CONSOLE, user=user.username, role=made.rank.code)
        print(text)


@contextmanager
def _pages(db: str | None) -> Iterator[None]:
    """Django with the tables of the pages, in the register's database."""
    from itogi.settings import locate
    from itogi.web.door import prepare
    from itogi.web.settings import configure

    location = locate(db)
    configure(location)
    prepare()
    from itogi.register.failures import guard

    with guard(location):
        yield


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask for the password", remedy="give it with --password-stdin"
        )
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


_COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "list": list_,
    "role": role,
    "password": password,
    "close": close,
    "token": token,
}
for _called, _command in _COMMANDS.items():
    app.command(name=_called)(guarded(_command))
