"""Users made and changed, with the rules that hold wherever it is done: page or command."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from itogi.errors import UsageError
from itogi.web.audit import note
from itogi.web.models import Role, User, Users

CONSOLE = "console"  # who acts where nobody is logged in: the owner of the machine


def find(username: str) -> User:
    """The user of this name."""
    found = User.objects.filter(username=Users.plain(username)).first()
    if found is None:
        raise UsageError(f"there is no user {username!r}", remedy="see them with `itogi user list`")
    return found


def add(username: str, password: str | None, role: Role, name: str = "") -> User:
    """A new user, with a password that is good enough."""
    plain = Users.plain(username)
    if not plain or len(plain) > 60 or any(letter.isspace() for letter in plain):
        raise UsageError(
            "a user's name is one word of at most 60 letters", where=username, remedy="choose another"
        )
    if User.objects.filter(username=plain).exists():
        raise UsageError(f"there is a user {plain!r} already", remedy="choose another name")
    if password is not None:
        _check(password, User(username=plain, name=name))
    user = User.objects.make(plain, password, role, name)
    note(None, "user added", plain, by=CONSOLE, role=role.code)
    return user


def set_password(user: User, password: str) -> None:
    """Another password; all sessions of this user end."""
    _check(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    note(None, "password changed", user.username, by=CONSOLE)


def change_role(user: User, role: Role, *, request: HttpRequest | None = None) -> None:
    """Another role; the last administrator stays one."""
    if role != user.rank:
        _keep_one(user, role == Role.ADMINISTRATOR)
        was, user.role = user.rank, int(role)
        user.save(update_fields=["role"])
        note(request, "role changed", user.username, by=_by(request), old=was.code, new=role.code)


def activate(user: User, active: bool, *, request: HttpRequest | None = None) -> None:
    """Open or close an account; that of the last administrator stays open."""
    if active != user.is_active:
        _keep_one(user, active)
        user.is_active = active
        user.save(update_fields=["is_active"])
        note(request, "account opened" if active else "account closed", user.username, by=_by(request))


def _by(request: HttpRequest | None) -> str:
    return "" if request else CONSOLE


def _keep_one(user: User, stays: bool) -> None:
    others = User.objects.filter(role=int(Role.ADMINISTRATOR), is_active=True).exclude(pk=user.pk)
    if user.rank == Role.ADMINISTRATOR and user.is_active and not stays and not others.exists():
        raise UsageError(f"{user.username} is the last administrator", remedy="make another one first")


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UsageError(
            f"the password is too weak: {' '.join(error.messages)}", remedy="choose another"
        ) from error
