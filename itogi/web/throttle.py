"""Guessing passwords is slow: so many failures under one name, or from one address, and the door is shut."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_network

from django.utils import timezone

from itogi.web.models import Attempt

WINDOW = timedelta(minutes=15)
BY_NAME, BY_ADDRESS = 8, 40


def shut(username: str, address: str) -> bool:
    """Whether no further attempt is taken now."""
    since = timezone.now() - WINDOW
    limits = ((_name(username), BY_NAME), (_address(address), BY_ADDRESS))
    return any(Attempt.objects.filter(key=key, made__gt=since).count() >= limit for key, limit in limits)


def failed(username: str, address: str) -> None:
    """Note a failure; what is older than the window is forgotten."""
    now = timezone.now()
    Attempt.objects.filter(made__lt=now - WINDOW).delete()
    Attempt.objects.bulk_create(Attempt(key=key, made=now) for key in (_name(username), _address(address)))


def succeeded(username: str) -> None:
    """Forget the failures under a name."""
    Attempt.objects.filter(key=_name(username)).delete()


def _name(username: str) -> str:
    return _key("name", username.strip().lower())


def _address(address: str) -> str:
    """Of IPv6 the network of 64 bits, which one person has for themselves, and all of which they can use."""
    if ":" in address:
        address = str(ip_network(f"{address}/64", strict=False))
    return _key("address", address)


def _key(kind: str, value: str) -> str:
    """A digest: people type passwords where their name belongs, and this table must not keep them."""
    return sha256(f"{kind}:{value}".encode()).hexdigest()
