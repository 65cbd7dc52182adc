"""The public net: connections to machines that everybody may reach, within a time that is counted in all."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

import httpcore

from itogi.errors import InputError

# Not public though they count as global, or leading to an address that is written inside them: NAT64, 6to4,
# Teredo, mapped IPv4 …; 168.63.129.16 is where machines in one large cloud find its services.
_NEVER = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32", "192.88.99.0/24", "::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48",
            "2001::/32", "2002::/16", "fec0::/10",
        ),
    )
)  # fmt: skip
_DIGITS = frozenset("0123456789")
_HEX = _DIGITS | frozenset("abcdef")
_LOOKUPS = 4  # at once: what a name server leaves unanswered must not hold all threads


class Clock:
    """Counts down the seconds of one fetch."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left.

        Raises:
            TimeoutError: none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def is_public(address: str) -> bool:
    """Whether an address is one that everybody can reach, and not one of ours."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return found.is_global and not found.is_multicast and not any(found in some for some in _NEVER)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, all of them public.

    Raises:
        InputError: the host is not found, one of its addresses is not public, or it is written as a number.
        TimeoutError: no name server answers in time.
    """
    _check_form(host)
    try:
        found = _threads().submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(seconds)
    except LateError as error:
        raise TimeoutError from error
    except (OSError, UnicodeError) as error:
        raise InputError("there is no such site", remedy="check how the address is written") from error
    addresses = list(dict.fromkeys(str(where[0]) for *_, where in found))
    # One that is not public is enough to refuse: who controls a name may give both.
    if not addresses or not all(map(is_public, addresses)):
        raise InputError("the address is not on the public net", remedy="give the address of a public page")
    return addresses


def _check_form(host: str) -> None:
    """Refuse numbers that resolvers take for addresses: 2130706433, 0x7f.1, 0177.0.0.1."""
    if ":" in host:
        return  # IPv6 has one way of writing
    last = host.rstrip(".").rpartition(".")[2].lower()
    if not (set(last) <= _DIGITS or (last.startswith("0x") and set(last[2:]) <= _HEX)):
        return
    try:
        IPv4Address(host)
    except ValueError as error:
        raise InputError("the address is written as a number", remedy="write the name of the site") from error


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_LOOKUPS, "resolve")


class PublicNet(httpcore.NetworkBackend):
    """Connects to public machines only: what is checked is what is connected to, a name is asked for once."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._plain = clock, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that answers."""
        failed: Exception = httpcore.ConnectError(host)
        for address in resolve(host.strip("[]"), port, self._clock.left):
            try:
                return _Timed(self._plain.connect_tcp(address, port, self._clock.left), self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: no address of a page names one."""
        raise httpcore.UnsupportedProtocol(path)

    def sleep(self, seconds: float) -> None:
        """Nothing is tried again, so nothing waits."""


class _Timed(httpcore.NetworkStream):
    """A connection each of whose steps has what is left of the time: a drip of bytes does not lengthen it."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._clock.left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
