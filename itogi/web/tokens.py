"""Tokens of the API: made, shown once, known again by their digest."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from itogi.web.models import Role, Token, User

PREFIX = "itogi_"
_NOTED = timedelta(minutes=1)  # last use is written once a minute at most: reading must not cost a write


def make(user: User, name: str, role: Role) -> tuple[Token, str]:
    """A new token and its text, which cannot be had again."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token(user=user, name=name, digest=_digest(text), start=text[:12], role=int(min(role, user.rank)))
    token.save()
    return token, text


def holder(text: str) -> Token | None:
    """The token of this text, if it is in force and its user active."""
    if not text.startswith(PREFIX):
        return None
    found = Token.objects.select_related("user").filter(
        digest=_digest(text), revoked=None, user__is_active=True
    )
    token = found.first()
    if token:
        _note_use(token)
    return token


def revoke(token: Token) -> None:
    """From now on it opens nothing."""
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])


def _note_use(token: Token) -> None:
    now = timezone.now()
    if token.used is None or now - token.used > _NOTED:
        Token.objects.filter(pk=token.pk).update(used=now)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
