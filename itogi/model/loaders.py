"""Loaders of YAML; imported only where a file is parsed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from itogi.errors import DataError
from itogi.model.data import LINE

_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast


class UniqueKeys(_Base):  # type: ignore[misc, valid-type]
    """A safe loader that refuses a key given twice: YAML would keep the last silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping; a repeated key is an error with its line."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key if isinstance(key, str) else id(key_node))
        built: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return built


class WithLines(_Base):  # type: ignore[misc, valid-type]
    """A safe loader that keeps the line on which a mapping begins, under :data:`LINE`."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping with its line."""
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read(path: Path, loader: type[yaml.SafeLoader]) -> Any:
    """The content of a YAML file.

    Raises:
        DataError: it is no YAML; the message names file and line.
    """
    try:
        return yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = str(getattr(error, "problem", error))
        raise DataError(problem, where=where, remedy="mend the YAML at that line") from error
