"""Two languages, Chinese first: the visitor's choice, and dates as people here say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, force_locale, format_date, get_locale, get_translations, refresh
from flask_babel.speaklater import LazyString
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

__all__ = [
    "LOCALES",
    "_",
    "_l",
    "babel",
    "day_and_time",
    "grouped",
    "in_language",
    "init_app",
    "letters",
    "local_now",
    "long_date",
    "ngettext",
]

LOCALES = {"zh_Hans_CN": "中文", "en": "English"}
# A date, a class or a span of time reads as one word: 2026-11-26, 3-2, 10:25–11:05, 11月26日; in a tag are none.
ONE_WORD = re.compile(
    r"<[^>]*>|\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d|(?<![\w-])\d{1,2}-\d{1,2}(?![\w-])|\d\d:\d\d–\d\d:\d\d"
)
# Four figures are read at a glance in both languages; from here on they stand in threes.
FIVE_FIGURES = 10_000
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

babel = Babel()


def init_app(app: Flask) -> None:
    """Register the language choice and the date filters."""
    babel.init_app(app, locale_selector=choose_locale)
    app.jinja_env.install_gettext_callables(gettext, form_for, newstyle=True)
    app.jinja_env.globals["_"] = gettext_in_page
    app.template_filter("long_date")(long_date)
    app.template_filter("day_and_time")(unbroken_day_and_time)
    app.template_filter("clock")(clock)
    app.template_filter("day_and_clock")(day_and_clock)
    app.template_filter("local_time")(local_time)
    app.template_filter("unbroken")(unbroken)
    app.template_filter("grouped")(grouped)
    app.template_global("page_language")(page_language)
    app.template_global("local_now")(local_now)


def gettext(text: str, /, **named: Any) -> str:
    """Translate; a page says hundreds of words, so the catalogue is looked up once an answer."""
    said = translations().ugettext(text)
    return said % named if named else said


@pass_eval_context
def gettext_in_page(page: EvalContext, text: str, /, **named: Any) -> str:
    """The same for a template, where values are escaped; its extension takes three calls to say it.

    As with the extension a text is a format also where no value is named: %% is %.
    """
    said = translations().ugettext(text)
    if page.autoescape:
        said = Markup(said)
    return said % named if named or "%" in said else said


def ngettext(one: str, many: str, number: int, /, **named: Any) -> str:
    """Translate what depends on a number, which is ``num`` in the text."""
    return form_for(one, many, number) % {"num": grouped(number), **named}


def form_for(one: str, many: str, number: int) -> str:
    """The text for this number; a template puts the number into it."""
    return translations().ungettext(one, many, number)


def lazy_gettext(text: str, /, **named: Any) -> LazyString:
    """Translate when it is shown: for what is written down before anybody asks."""
    return LazyString(gettext, text, **named)


_, _l = gettext, lazy_gettext


def grouped(number: int) -> str:
    """A number as people read it: 5700, but 79,686."""
    return f"{number:,}" if abs(number) >= FIVE_FIGURES else str(number)


class Speaking(NamedTuple):
    """What an answer speaks: the catalogue of its language, and that language's tag."""

    catalogue: Any
    tag: str


def translations() -> Any:
    """The catalogue of this answer's language."""
    return speaking().catalogue


def speaking() -> Speaking:
    """What this answer speaks, found out once; outside of one, what is spoken there."""
    try:
        kept = g.get("speaking")
    except RuntimeError:
        return found_to_speak()
    if kept is None:
        kept = g.speaking = found_to_speak()
    return kept


def found_to_speak() -> Speaking:
    """What the language package says of this moment."""
    return Speaking(get_translations(), "en" if str(get_locale()) == "en" else "zh-CN")


def speak(locale: str) -> None:
    """Let the rest of this answer speak a language, unless somebody chose another one in this browser."""
    g.account_locale = locale
    g.pop("speaking", None)
    refresh()


def choose_locale() -> str:
    """The language of this answer: chosen in this browser, else the account's, else the default."""
    if not has_request_context():
        return current_app.config["DEFAULT_LOCALE"]
    chosen = session.get("locale") or getattr(g, "account_locale", None)
    return chosen if chosen in LOCALES else current_app.config["DEFAULT_LOCALE"]


@contextmanager
def in_language(locale: str) -> Iterator[None]:
    """Speak one person's language for a while, whatever language this answer or this job speaks."""
    kept = g.pop("speaking", None)
    try:
        with force_locale(locale):
            yield
    finally:
        g.pop("speaking", None)
        if kept is not None:
            g.speaking = kept


def page_language() -> str:
    """The language tag for ``<html lang>``."""
    return speaking().tag


def local_now() -> datetime:
    """The schools' wall clock, without a zone: what lessons, bells and absences are written in."""
    return wall_clock(datetime.now(UTC))


def wall_clock(moment: datetime) -> datetime:
    """A moment as the schools' clocks show it, without a zone."""
    return moment.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).replace(tzinfo=None)


def local_day(moment: datetime) -> date:
    """The day of a moment by the schools' clock."""
    return local_days()(moment)


def local_days() -> Callable[[datetime], date]:
    """The same for many moments: the zone is looked up once."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return lambda moment: moment.astimezone(zone).date()


def long_date(day: date) -> str:
    """11月26日 周四, or Thu 26 Nov; with the year where it is not the current one."""
    other_year = day.year != local_now().year
    if page_language() == "en":
        # A moment would be taken for one at Greenwich, and the last evening of a month be put into the next one.
        month = format_date(date(day.year, day.month, 1), "MMM")
        text = f"{WEEKDAYS_EN[day.weekday()]} {day.day} {month}"
        return f"{text} {day.year}" if other_year else text
    text = f"{day.month}月{day.day}日 {WEEKDAYS_ZH[day.weekday()]}"
    return f"{day.year}年{text}" if other_year else text


def clock(moment: datetime) -> str:
    """10:25."""
    return f"{moment:%H:%M}"


def day_and_clock(moment: datetime) -> str:
    """Thu 26 Nov 10:25 on the schools' wall clock, for a moment with a zone."""
    local = wall_clock(moment)
    return f"{long_date(local)} {clock(local)}"


def local_time(moment: datetime) -> str:
    """2026-11-26 10:25:08 on the schools' wall clock, for a moment with a zone."""
    return f"{moment.astimezone(ZoneInfo(current_app.config['TIMEZONE'])):%Y-%m-%d %H:%M:%S}"


def day_and_time(start: datetime, end: datetime, period: int | None = None) -> str:
    """11月26日 周四 第3节 10:25–11:05."""
    named = f"{_('Period %(number)s', number=period)} " if period else ""
    return f"{long_date(start)} {named}{clock(start)}–{clock(end)}"


def unbroken_day_and_time(start: datetime, end: datetime, period: int | None = None) -> Markup:
    """The same for a page, where a line never ends inside 10:25–11:05."""
    return unbroken(day_and_time(start, end, period))


def unbroken(text: object) -> Markup:
    """Any text for a page, where a line ends in no date, class or span of time; one element, as a cell wants it."""
    words = ONE_WORD.sub(unbroken_word, str(escape(text)))
    return Markup(words if words == str(escape(text)) or ONE_WORD.fullmatch(str(text)) else f"<span>{words}</span>")


def unbroken_word(found: re.Match[str]) -> str:
    """A word that stays on its line; a tag as it is."""
    return found[0] if found[0].startswith("<") else f'<span class="nowrap">{found[0]}</span>'


def requested_locale() -> str | None:
    """The language asked for in the address, where it is one of ours."""
    asked = request.args.get("locale") or request.form.get("locale")
    return asked if asked in LOCALES else None


def letters(text: str) -> int:
    """How many letters wide a text is; a Chinese character is as wide as two."""
    return sum(1 if east_asian_width(letter) in {"N", "Na", "H", "A"} else 2 for letter in text)
