"""Signing in as a person does: the form with its token is fetched and sent, the cookie is kept."""

from __future__ import annotations

import re
import uuid
from contextlib import suppress
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from flask_security import hash_password

from course.access.models import SCOPE_COLUMNS, Role, User
from course.db import db, utc_now

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LONGEST = 30


class Visitor:
    """A signed-in browser: pages by their path, and the cookie for other clients."""

    def __init__(self, address: str, email: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))
        token = TOKEN.search(self.page("/sign-in"))
        if token is None:
            raise LookupError("the sign-in page has no token")
        form = urlencode({"csrf_token": token[1], "email": email, "password": PASSWORD}).encode()
        # The page that follows may fail; whether somebody is known shows when the first page is asked for.
        with suppress(HTTPError), self.opener.open(Request(f"{address}/sign-in", form), timeout=LONGEST) as answer:
            if answer.url.endswith("/sign-in"):
                raise LookupError(f"{email} was not let in")

    def page(self, path: str) -> str:
        """A page; raises where the answer is none, or where the path leads to another page."""
        with self.opener.open(f"{self.address}{path}", timeout=LONGEST) as answer:
            if answer.status != 200 or answer.url != f"{self.address}{path}":
                raise LookupError(f"{path} leads to {answer.status} {answer.url}")
            return answer.read().decode()

    @property
    def cookie(self) -> str:
        """What a browser sends to be known again."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


def add_user(role: Role, scope_id: int | None) -> User:
    """A user of this role and scope who may sign in at once."""
    user = User(role=role, email=f"{role.value}{scope_id or ''}@example.com", name="测试", created_at=utc_now())
    user.password, user.fs_uniquifier = hash_password(PASSWORD), uuid.uuid4().hex
    if role in SCOPE_COLUMNS:
        setattr(user, SCOPE_COLUMNS[role], scope_id)
    db.session.add(user)
    db.session.commit()
    return user
