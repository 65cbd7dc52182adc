"""The tables of the pages: users, tokens, saved searches, drafts, and what is kept for safety."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import IntEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from itogi.register.models import PlainJSON


class Role(IntEnum):
    """What a person may do; each may do what those before it may."""

    STRANGER = 0
    READER = 1
    REVIEWER = 2
    EDITOR = 3
    ADMINISTRATOR = 4

    @classmethod
    def named(cls, name: str) -> Role:
        """The role of a name as people write it: reader, reviewer, editor, administrator."""
        return cls[name.upper()]

    @property
    def code(self) -> str:
        """The name in lower case."""
        return self.name.lower()


ROLES = tuple(role for role in Role if role)
_CHOICES = [(int(role), role.code) for role in ROLES]


class Users(BaseUserManager["User"]):
    """Finds and makes users; names are kept in lower case."""

    def make(self, username: str, password: str | None, role: Role, name: str = "") -> User:
        """A new user; without a password nobody can log in under this name."""
        user = self.model(username=self.plain(username), role=int(role), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of this name, in whatever case it is written."""
        return self.get(username=self.plain(username or ""))

    @staticmethod
    def plain(username: str) -> str:
        """The form in which a name is kept."""
        return User.normalize_username(username.strip()).lower()


class User(AbstractBaseUser):
    """A person, with the role that says what they may do. Who leaves is made inactive, never deleted."""

    username: models.CharField[str, str] = models.CharField(max_length=60, unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=120, default="", blank=True)
    role: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(
        choices=_CHOICES, default=int(Role.READER)
    )
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    joined: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        """The name under which decisions are noted."""
        return self.username

    @property
    def rank(self) -> Role:
        """The role as such."""
        return Role(self.role)

    @property
    def label(self) -> str:
        """The name to show."""
        return self.name or self.username


class Token(models.Model):
    """A key to the API. Its digest is kept and not itself: who reads the database cannot use it."""

    user_id: int
    user: models.ForeignKey[User, User] = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name: models.CharField[str, str] = models.CharField(max_length=80)
    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    start: models.CharField[str, str] = models.CharField(max_length=12)
    role: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(choices=_CHOICES)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)
    used: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    revoked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    @property
    def rank(self) -> Role:
        """What it opens: never more than its user may."""
        return Role(min(self.role, self.user.role))


def _feed_key() -> str:
    return secrets.token_urlsafe(24)


class SavedSearch(models.Model):
    """A search that somebody keeps; ``query`` is the query string of its page, ``key`` opens its feed."""

    user_id: int
    user: models.ForeignKey[User, User] = models.ForeignKey(User, models.CASCADE, related_name="searches")
    name: models.CharField[str, str] = models.CharField(max_length=120)
    query: models.TextField[str, str] = models.TextField(default="")
    key: models.CharField[str, str] = models.CharField(max_length=64, unique=True, default=_feed_key)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)


class Draft(models.Model):
    """A report on its way into the register: shown with its records before anybody saves it."""

    key: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True, default=_feed_key)
    user_id: int
    user: models.ForeignKey[User, User] = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    source: models.TextField[str, str] = models.TextField()
    raw: models.BinaryField[bytes, bytes] = models.BinaryField()
    facts = models.JSONField(default=dict, encoder=PlainJSON)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True, db_index=True)


class Attempt(models.Model):
    """A login that failed: too many under one name or from one address close the door for a while."""

    key: models.CharField[str, str] = models.CharField(max_length=64)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """Counted by key and time."""

        indexes = (models.Index(fields=["key", "made"], name="attempt_counted"),)


class Event(models.Model):
    """What happened to users, rights, tokens and drafts; decisions on entries are the register's own."""

    made: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True, db_index=True)
    actor: models.CharField[str, str] = models.CharField(max_length=60)
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    target: models.CharField[str, str] = models.CharField(max_length=200, default="")
    detail: Any = models.JSONField(default=dict, encoder=PlainJSON)
    address: models.CharField[str, str] = models.CharField(max_length=45, default="")
