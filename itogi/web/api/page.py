"""The page of the API: its operations as its description has them, with an example of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from itogi.web.access import reader
from itogi.web.api.base import api

PREFIX = "/api/v1/"
_EXAMPLES: Mapping[str, Any] = {
    "code": "CSTO", "organisation": "CSTO", "type": "document", "q": "граница", "year": "2024", "limit": 20,
}  # fmt: skip
_BODIES: Mapping[str, Mapping[str, Any]] = {
    f"{PREFIX}decisions": {"kind": "accept", "target": "ID", "expected": "TOKEN"},
    f"{PREFIX}decisions/{{number}}/undo": {"reason": "a slip"},
    f"{PREFIX}articles": {"text": "…", "title": "…", "outlet": "…", "published": "2024-11-28"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of what is sent."""

    name: str
    type: str
    required: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    id: str
    method: str
    path: str
    says: str
    fields: tuple[Field, ...]
    statuses: tuple[str, ...]
    writes: bool
    example: str


@reader
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is and how to call it."""
    base = request.build_absolute_uri("/").rstrip("/")
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(schema, base):
        groups.setdefault(tag, []).append(operation)
    return render(request, "web/api.html", {"groups": groups, "base": base})


def _operations(schema: Mapping[str, Any], base: str) -> Iterator[tuple[str, Operation]]:
    parts = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            sent = tuple(_fields(told.get("parameters", ()), parts)) + tuple(_body(told, parts))
            good = tuple(status for status in told["responses"] if int(status) < 400)
            example = _example(base, method, path, sent)
            yield (
                told["tags"][0],
                Operation(
                    told["operationId"], method.upper(), path, told.get("description", ""), sent, good,
                    method != "get", example,
                ),
            )  # fmt: skip


def _fields(parameters: Any, parts: Mapping[str, Any]) -> Iterator[Field]:
    for one in parameters:
        says = one.get("description", "") or one["schema"].get("description", "")
        yield Field(one["name"], _type(one["schema"], parts), bool(one.get("required")), says)


def _body(told: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[Field]:
    if "requestBody" not in told:
        return
    name = told["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    shape = parts[name]
    for field, spec in shape["properties"].items():
        required = field in shape.get("required", ())
        yield Field(field, _type(spec, parts), required, spec.get("description", ""))


def _type(spec: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "enum" in spec:
        return " | ".join(map(str, spec["enum"]))
    if "anyOf" in spec:
        kinds = [_type(one, parts) for one in spec["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(kinds))
    if spec.get("type") == "array":
        return f"{_type(spec['items'], parts)}[]"
    return str(spec.get("format") or spec.get("type") or "")


def _example(base: str, method: str, path: str, fields: tuple[Field, ...]) -> str:
    filled = path.replace("{code}", "CSTO").replace("{id}", "ID").replace("{number}", "1")
    token = '-H "Authorization: Bearer $TOKEN"'
    if method != "get":
        body = json.dumps(_BODIES.get(path, {}), ensure_ascii=False)
        return f"curl {token} -H 'Content-Type: application/json' -d '{body}' {base}{filled}"
    names = [f.name for f in fields if f.required or f.name in ("q", "type", "organisation")]
    asked = [name for name in names if name in _EXAMPLES and f"{{{name}}}" not in path][:2]
    query = "&".join(f"{name}={_EXAMPLES[name]}" for name in asked)
    return f"curl {token} '{base}{filled}{'?' if query else ''}{query}'"
