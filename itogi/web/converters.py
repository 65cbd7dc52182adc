"""Parts of addresses: names of organisations and persons, which may hold any letter."""

from __future__ import annotations

from urllib.parse import unquote


class Name:
    """Any text in one part of an address; its slashes and percent signs are quoted once more."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The text behind a part of the address."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """The part of the address for a text."""
        return value.replace("%", "%25").replace("/", "%2F")
