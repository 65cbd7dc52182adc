"""Who may do what. A view says so by a decorator; a view that says nothing answers nobody.

The decorator only marks the view; ``middleware.Rights`` enforces the mark, in one place for all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

from itogi.web.models import Role, User

View = TypeVar("View", bound=Callable[..., Any])
MARK = "needs"
SIGNED_IN = "signed in"  # somebody with an account, whatever their role: pages of their own
ITSELF = "itself"  # the view asks for rights of its own: the API by its tokens


def _needs(role: Role | str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, MARK, role)
        return view

    return mark


anyone = _needs(Role.STRANGER)
reader = _needs(Role.READER)
reviewer = _needs(Role.REVIEWER)
editor = _needs(Role.EDITOR)
administrator = _needs(Role.ADMINISTRATOR)
signed_in = _needs(SIGNED_IN)
by_itself = _needs(ITSELF)


def allows(needs: Role | str, request: HttpRequest) -> bool:
    """Whether a view with this mark may answer a request."""
    if isinstance(needs, Role):
        return role_of(request) >= needs
    return needs == ITSELF or (needs == SIGNED_IN and request.user.is_authenticated)


def role_of(request: HttpRequest) -> Role:
    """What the person behind a request may do; strangers may read where the pages are public."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_active:
        return user.rank
    return Role.READER if settings.ITOGI_PUBLIC else Role.STRANGER


def actor(request: HttpRequest) -> str:
    """The name under which a decision of this request is noted."""
    return str(request.user.get_username())
