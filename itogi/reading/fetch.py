"""Reports from addresses that people name: what the public net shows, and never what lies behind it.

A page that somebody else wrote may redirect, its name may lead anywhere and change while we look, it may
be endless or slow. So each address is checked, the machine is found once and the connection goes to just
that machine, redirects are followed one by one by the same rules, and bytes and seconds are counted.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from functools import cache

import httpcore
import httpx

from itogi.errors import InputError
from itogi.reading.net import Clock, PublicNet

_HEADERS = (
    (b"User-Agent", b"itogi"),
    (b"Accept", b"text/html, application/xhtml+xml, text/plain, text/markdown;q=0.9"),
    (b"Accept-Encoding", b"gzip"),
    (b"Accept-Language", b"ru, en;q=0.8"),
)
# What is read, with the suffix that a file of it has.
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_MOVED = (301, 302, 303, 307, 308)
_LONGEST = 2000  # characters of an address
_TRY = "open it in a browser, and paste the text of the report"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch goes: in all its redirects together so many seconds, of the last page so many bytes."""

    seconds: float = 20.0
    bytes: int = 3_000_000
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: where it was found in the end, its bytes, the suffix of such files, the encoding it names."""

    url: str
    raw: bytes
    suffix: str
    charset: str | None = None


DEFAULT = Limits()


def fetch(address: str, limits: Limits = DEFAULT) -> Fetched:
    """The page at an http or https address of the public net.

    Raises:
        InputError: the address, or one that it redirects to, is refused, does not answer, or answers with
            what is no page, too much, or too slowly. What lies behind a refused address is not told.
    """
    clock, url = Clock(limits.seconds), _checked(address, limits)
    with httpcore.ConnectionPool(
        ssl_context=_trust(), network_backend=PublicNet(clock), http2=False, retries=0
    ) as pool:
        try:
            for _ in range(limits.redirects + 1):
                found = _get(pool, url, limits)
                if isinstance(found, Fetched):
                    return found
                url = _checked(found, limits)
        except InputError as error:
            raise InputError(error.problem, where=str(url), remedy=error.remedy) from error
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise InputError("the address answers too slowly", where=str(url), remedy=_TRY) from error
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
            OSError,
        ) as error:
            raise InputError("the address does not answer", where=str(url), remedy=_TRY) from error
    raise InputError("the address redirects too often", where=str(url), remedy=_TRY)


@cache
def _trust() -> ssl.SSLContext:
    """Whom we believe who they are: those that the system, or certifi, vouches for."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context


def _checked(address: str, limits: Limits) -> httpx.URL:
    """An address of the form that is fetched at all.

    Raises:
        InputError: it is none, or names what a report's address does not.
    """
    text = address.strip()
    if len(text) > _LONGEST:
        raise InputError("the address is too long", where=text[:80], remedy="shorten it")
    try:
        url = httpx.URL(text)
        host, port = url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise InputError("this is no address", where=text, remedy="check how it is written") from error
    if url.scheme not in ("http", "https") or not host:
        raise InputError(
            "only http and https addresses are fetched", where=text, remedy="write it as https://…"
        )
    if url.userinfo:
        raise InputError("the address holds a name or password", where=text, remedy="leave it out")
    if (port or {"http": 80, "https": 443}[url.scheme]) not in limits.ports:
        raise InputError("the address names an unusual port", where=text, remedy=_TRY)
    return url


def _get(pool: httpcore.ConnectionPool, url: httpx.URL, limits: Limits) -> Fetched | str:
    """The page at an address, or the address that it redirects to."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    with pool.stream("GET", target, headers=[(b"Host", url.netloc), *_HEADERS]) as response:
        headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _MOVED and b"location" in headers:
            return _joined(url, headers[b"location"])
        if response.status != 200:
            raise InputError(
                "the address does not show a page",
                where=str(url),
                remedy=f"it answered {response.status}: {_TRY}",
            )
        suffix, charset = _kind(headers.get(b"content-type", "text/html"))
        coding = headers.get(b"content-encoding", "")
        return Fetched(str(url), _read(response.iter_stream(), coding, limits), suffix, charset)


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError("it redirects to what is no address", remedy=_TRY) from error


def _kind(header: str) -> tuple[str, str | None]:
    """The suffix for a content type, and the charset that it names."""
    told = Message()
    told["Content-Type"] = header
    suffix = _KINDS.get(told.get_content_type())
    if suffix is None:
        raise InputError("the address shows no text", remedy="give a page, or upload the text as .txt")
    return suffix, told.get_content_charset()


def _read(chunks: Iterable[bytes], coding: str, limits: Limits) -> bytes:
    """The bytes of a page, unpacked; never more of them in memory than the limit and one chunk."""
    if coding.strip().lower() not in ("", "identity", "gzip", "x-gzip"):
        raise InputError("the page is packed in an unusual way", remedy=_TRY)
    unpack = zlib.decompressobj(wbits=31) if "gzip" in coding.lower() else None
    found = bytearray()
    for chunk in chunks:
        left = limits.bytes + 1 - len(found)
        try:
            found += unpack.decompress(chunk, left) if unpack else chunk[:left]
        except zlib.error as error:
            raise InputError("the page is damaged", remedy=_TRY) from error
        if len(found) > limits.bytes:
            raise InputError("the page is too large", remedy="paste the text of the report")
    return bytes(found)
