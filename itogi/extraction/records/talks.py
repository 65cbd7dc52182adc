"""Posts and levels: at which level people of a post meet."""

from __future__ import annotations

from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person

LEVEL_OF_POST = {
    "head-of-state": "heads-of-state",
    "head-of-government": "heads-of-government",
    "foreign-minister": "foreign-ministers",
    "defence-minister": "defence-ministers",
    "security-secretary": "security-secretaries",
    "minister": "ministers",
    "speaker-of-parliament": "parliament",
    "mp": "parliament",
    "expert": "experts",
    "deputy": "officials",
    "assistant": "officials",
    "official": "officials",
    "military": "officials",
    "secretary-general": "officials",
}


def level_of_post(post: Mention) -> str | None:
    """The level at which holders of a post meet."""
    if post.value.split()[0] in word_classes()["minister-rank"]:
        return "ministers"
    return LEVEL_OF_POST.get(post.level or "")


def level_of_person(person: Person) -> str | None:
    """The level of a person by the first post that the report gives, else by the list of office holders."""
    said = next((LEVEL_OF_POST[o.cls] for o in person.offices if o.cls in LEVEL_OF_POST), None)
    return said or next((LEVEL_OF_POST[k.class_] for k in person.known if k.class_ in LEVEL_OF_POST), None)
