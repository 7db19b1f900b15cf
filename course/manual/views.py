"""Pages of the manual: the list with its search, and one page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from course.access.guard import allow_anyone, current_user_or_none
from course.access.models import Role
from course.i18n import page_language
from course.manual import figure_views, library, writing
from course.manual.blueprint import bp
from course.manual.context import topic_of
from course.manual.library import Topic
from course.manual.search_rules import LONGEST, Hit, Page, found

__all__ = ["bp", "figure_views"]
# So many titles stand beside a page.
NEARBY = 8


@bp.get("/help")
@allow_anyone
def index() -> Any:
    """The pages for the reader's role first, or those that hold what was asked for."""
    asked, readable = request.args.get("q", "")[:LONGEST], readable_topics()
    given = {"asked": asked, "hits": hits(asked, readable), "role": reader(), "longest": LONGEST}
    return render_template("manual/index.html", **grouped(readable), **given)


@bp.get("/help/<topic_key>")
@allow_anyone
def topic(topic_key: str) -> Any:
    """One page; a visitor is asked to sign in for what is not for everybody."""
    known = library.topics(language())
    one = known.get(topic_key) or abort(404)
    role = reader()
    if role is None and not one.general:
        return redirect(url_for("security.login", next=request.path))
    text = writing.as_html(one, language(), role.value if role else "")
    return render_template("manual/topic.html", topic=one, text=text, nearby=nearby(one, readable_topics()))


@bp.app_template_global("help_address")
def help_address() -> str:
    """Where the manual speaks of the page that is open; its list where it does not, or not to this reader."""
    key = topic_of(request.endpoint or "")
    one = library.topics(language()).get(key or "")
    return url_for("manual.topic", topic_key=key) if one and (one.general or reader()) else url_for("manual.index")


def nearby(one: Topic, readable: list[Topic]) -> list[Topic]:
    """The pages that stand around this one, of those for the reader's role and for everybody."""
    mine = [other for other in readable if other.is_for(reader()) or other == one]
    start = max(0, min(mine.index(one) - NEARBY // 2, len(mine) - NEARBY))
    return mine[start : start + NEARBY]


def readable_topics() -> list[Topic]:
    """The pages that the reader may open, in their order."""
    return [one for one in library.topics(language()).values() if one.general or reader()]


def grouped(readable: list[Topic]) -> dict[str, list[Topic]]:
    """The pages for the reader's own role, those for everybody, and those for other roles."""
    role = reader()
    return {
        "own": [one for one in readable if one.is_for(role) and not one.general],
        "general": [one for one in readable if one.general],
        "others": [one for one in readable if not one.is_for(role)],
    }


def hits(asked: str, readable: list[Topic]) -> list[Hit]:
    """The pages that hold what was asked for, those for the reader's role first."""
    role = reader()
    sorted_topics = sorted(readable, key=lambda one: not one.is_for(role))
    return (
        found(asked, [Page(one.key, one.title, writing.plain(one, language())) for one in sorted_topics])
        if asked
        else []
    )


def reader() -> Role | None:
    """The role of the reader; None for a visitor."""
    user = current_user_or_none()
    return user.role if user else None


def language() -> str:
    """The folder of the reader's language."""
    return "en" if page_language() == "en" else "zh"
