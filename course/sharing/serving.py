"""What stands around every answer of the interface: the key, the parameters, the mark that tells of changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from course import kept_statements, links
from course.access.queries import scope_of
from course.access.scope import OF_REGIONS, Scope
from course.db import db, one_transaction
from course.problem_json import problem
from course.sharing import token_actions, token_queries
from course.sharing.operations import Operation
from course.sharing.parameters import NotRead, mark_of, read_all
from course.sharing.reading_queries import Found, instant
from course.sharing.token_queries import OpenToken
from course.sharing.token_rules import USE_IS_FRESH

JSON = "application/json"
# What an answer says of its own time does not make it another answer.
NOT_MARKED = "as_of"


@dataclass(frozen=True)
class Asked:
    """Who asks, inside which scope, for what, and when."""

    scope: Scope
    values: dict[str, Any]
    local: datetime
    now: datetime

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class Refusal(Exception):
    """Raised where a request is refused; holds the answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


View = Callable[..., dict[str, Any]]
Clock = Callable[[], tuple[datetime, datetime]]


def serves(operation: Operation, clock: Clock) -> Callable[[View], Callable[..., Response]]:
    """Make a view out of a function that is given what was asked, and gives the answer as plain values."""

    def made(view: View) -> Callable[..., Response]:
        @wraps(view)
        def serve(**in_path: Any) -> Response:
            local, now = clock()
            try:
                check_accepted()
                scope = scope_of_key(operation, local, now)
                asked = Asked(scope, values_of(operation), local, now)
                return marked(view(asked, **in_path) | {NOT_MARKED: instant(now)})
            except Refusal as refusal:
                return refusal.answer

        return serve

    return made


def check_accepted() -> None:
    """Refuse whoever cannot read JSON."""
    if request.accept_mimetypes and not request.accept_mimetypes[JSON]:
        raise Refusal(problem(406, "Answers are application/json; change the Accept header."))


def scope_of_key(operation: Operation, local: datetime, now: datetime) -> Scope:
    """What the owner of the key may see at this moment; refused where the key does not open this."""
    found = token_queries.open_token(given_key(), now)
    if found is None:
        raise Refusal(closed())
    if operation.allowed not in found.row.allowed:
        detail = f"This key opens {', '.join(found.row.allowed)}. Make one that opens {operation.allowed}."
        raise Refusal(problem(403, detail))
    remember_use(found, now)
    if found.user.role in OF_REGIONS:
        kept_statements.plan_each(db.session())
    return scope_of(found.user, local.date())


def given_key() -> str:
    """The key that came with the request; empty where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def closed() -> Response:
    """The refusal of a request without a key that opens something."""
    answer = problem(401, "Send a key that is in use as “Authorization: Bearer vpf_…”. Keys are made under My account.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def remember_use(found: OpenToken, now: datetime) -> None:
    """Write the last use down, now and then, so that the owner sees which keys are still needed."""
    used = found.row.used_at
    if used is None or now - used > USE_IS_FRESH:
        db.session.rollback()
        with one_transaction():
            token_actions.mark_used(found.row.id, now)


def values_of(operation: Operation) -> dict[str, Any]:
    """What was asked for; refused with the name of the parameter that is wrong."""
    try:
        return read_all(request.args.to_dict(flat=False), operation.parameters)
    except NotRead as wrong:
        raise Refusal(problem(400, wrong.detail, parameter=wrong.name)) from None


def not_found(name: str, value: str) -> Refusal:
    """The refusal of a code that is not there, or lies outside."""
    detail = f"There is no {name} with the code {value}, or it lies outside of what this key may read."
    return Refusal(problem(404, detail, parameter=name))


def page(found: Found) -> dict[str, Any]:
    """The rows of a page and the address of the next one."""
    return {"data": found.rows, "next": None if found.last is None else next_address(found.last)}


def next_address(last: int) -> str:
    """The address of the page behind a row, with the same filters."""
    arguments = {**request.args.to_dict(), "after": mark_of(last)}
    return links.address(f"{request.path}?{urlencode(arguments)}")


def marked(values: dict[str, Any]) -> Response:
    """The answer with a mark that changes when it does; only the mark where the other side has it already."""
    told = {name: value for name, value in values.items() if name != NOT_MARKED}
    mark = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(mark):
        answer = Response(status=304)
    else:
        answer = Response(json.dumps(values, ensure_ascii=False), content_type=JSON)
        if values.get("next"):
            answer.headers["Link"] = f'<{values["next"]}>; rel="next"'
    answer.set_etag(mark, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Authorization")
    return answer
