"""Refusals for programs: RFC 9457 documents, in English and with codes, whatever the language of the pages is."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Response, request

CONTENT_TYPE = "application/problem+json"
# Everything below this path is read by programs.
PROGRAMS = "/api/v1/"
# What begins like this is read by them, too, also where there is nothing: a page would tell a program little.
LOOKS_LIKE_PROGRAMS = "/api/v"
DETAILS = {
    400: "The request could not be read. See the description of the interface for what may be asked.",
    404: "There is nothing at this address, or it lies outside of what this key may read.",
    405: "This address can only be read: use GET or HEAD.",
    413: "The request is too large. Send a GET request without a body.",
    415: "Send a GET request without a body.",
    429: "Too many requests with this key or from this address. Wait as long as Retry-After says, then go on.",
    500: "Something went wrong here and was written down. Try again later.",
    503: "The database is busy. Wait as long as Retry-After says, then try again.",
}


def is_for_programs() -> bool:
    """Whether this request came from a program that wants no page."""
    return request.path.startswith(LOOKS_LIKE_PROGRAMS)


def has_body() -> bool:
    """Whether something came with this request beside its head."""
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def problem(status: int, detail: str = "", **more: Any) -> Response:
    """The document of a refusal: what happened, and what to do next."""
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail or DETAILS.get(status, title)}
    return Response(json.dumps(said | more, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
