"""Reading: bytes to articles, with the furniture of pages left out and the map back to the source kept."""

from itogi.reading.pieces import Reading
from itogi.reading.plain import read_plain
from itogi.reading.sidecar import Sidecar, read_sidecar
from itogi.reading.source import MAX_BYTES, SUFFIXES, Source, discover, read_all, read_raw, read_source

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Reading",
    "Sidecar",
    "Source",
    "discover",
    "read_all",
    "read_plain",
    "read_raw",
    "read_sidecar",
    "read_source",
]
