"""The description of the interface as OpenAPI 3.1, made from the same lines that serve it."""

from __future__ import annotations

from functools import cache
from typing import Any

from course.i18n import in_language
from course.problem_json import CONTENT_TYPE
from course.sharing.operations import OPERATIONS, Operation
from course.sharing.parameters import CODE, LAST_ROW, Parameter
from course.sharing.shapes import SHAPES, named

VERSION = "1.0"
MARK = {"description": "Changes with the answer.", "schema": {"type": "string"}}
SECONDS = {"description": "How many seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
IN_PATH = {"code": CODE, "id": {"type": "integer", "minimum": 0, "maximum": LAST_ROW}}
REFUSALS = {
    "400": "A parameter is unknown, given twice, or not what it should be; “parameter” names it.",
    "401": "There is no key, or it is wrong, over or revoked.",
    "403": "The key does not open this.",
    "404": "There is no such region, school or lesson, or it lies outside of what the owner of the key may see; "
    "or nothing is known of the day.",
    "406": "Answers are JSON; the Accept header asks for something else.",
    "415": "The request has a body.",
    "429": "Too many requests; Retry-After says how long to wait.",
    "503": "The database is busy; Retry-After says how long to wait.",
}


@cache
def description(server: str) -> dict[str, Any]:
    """The whole document, in English."""
    with in_language("en"):
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "Rule-of-law courses",
                "version": VERSION,
                "description": "Reads schools, classes, lessons and coverage. Codes are those of the ledger, "
                "days and moments are ISO 8601, figures are counted when asked.",
            },
            "servers": [{"url": server}],
            "security": [{"key": []}],
            "paths": {operation.address: path_item(operation) for operation in OPERATIONS},
            "components": {
                "schemas": SHAPES,
                "responses": {status: refusal(status, words) for status, words in REFUSALS.items()},
                "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            },
        }


def path_item(operation: Operation) -> dict[str, Any]:
    """One address with both of its methods."""
    head = operation_object(operation, f"{operation.name}Head")
    head["responses"]["200"].pop("content")
    return {"get": operation_object(operation, operation.name), "head": head}


def operation_object(operation: Operation, name: str) -> dict[str, Any]:
    """One method of an address."""
    given = {"description": "The answer.", "headers": {"ETag": MARK}}
    content = {"application/json": {"schema": named(operation.answer)}}
    refusals = {status: {"$ref": f"#/components/responses/{status}"} for status in REFUSALS}
    return {
        "operationId": name,
        "summary": str(operation.words),
        "description": f"The key must open: {operation.allowed}.",
        "parameters": [*in_path(operation), *map(in_query, operation.parameters)],
        "responses": {
            "200": given | {"content": content},
            "304": {"description": "Nothing has changed since the ETag in If-None-Match.", "headers": {"ETag": MARK}},
            **refusals,
        },
    }


def in_path(operation: Operation) -> list[dict[str, Any]]:
    """What stands in the path of an address."""
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in IN_PATH.items()
        if f"{{{name}}}" in operation.path
    ]


def in_query(parameter: Parameter) -> dict[str, Any]:
    """One parameter of an address."""
    said = {"name": parameter.name, "in": "query", "required": False, "description": str(parameter.words)}
    return said | {"schema": dict(parameter.schema)}


def refusal(status: str, words: str) -> dict[str, Any]:
    """One way in which a request is refused."""
    content = {CONTENT_TYPE: {"schema": named("Problem")}}
    headers = {"headers": {"Retry-After": SECONDS}} if status in {"429", "503"} else {}
    return {"description": words, "content": content, **headers}
