"""The text of a page as HTML: Markdown without HTML of its own, words of the pages, and links to them.

``[[Book a lesson]]`` is a word that stands on a page of the application, in the reader's language;
``{{schedule.book|Book a lesson}}`` is the same as a link, for whoever may enter there; ``{{help:book}}`` is the title
of another page of the manual, as a link.  So what the manual says is called as it is called on the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flask import url_for
from markdown_it import MarkdownIt
from markupsafe import Markup

from course.access.guard import may_enter
from course.i18n import _
from course.manual.library import Topic, topics

KEPT = 512
WORD = re.compile(r"\[\[(.+?)\]\]")
LINK = re.compile(r"\{\{([a-z_]+\.[a-z_]+)\|(.+?)\}\}")
OTHER = re.compile(r"\{\{help:([a-z-]+)\}\}")
# HTML is shown as text, and addresses that run something are no links.
markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(KEPT)
def as_html(topic: Topic, language: str, role: str) -> Markup:
    """The page for a reader of this role, made once; ``role`` is empty for a visitor.

    Who may enter where follows from the role alone, so that it need not be an argument.
    """
    html = WORD.sub(lambda found: word(found[1]), markdown.render(topic.text))
    html = LINK.sub(lambda found: link(found[1], found[2]), html)
    return Markup(OTHER.sub(lambda found: other(found[1], language), html))


def word(said: str) -> str:
    """A word of a page, in the reader's language."""
    return str(Markup("<strong>{}</strong>").format(translated(said)))


def link(endpoint: str, said: str) -> str:
    """A word that leads to its page; only the word where the reader may not enter."""
    if not may_enter(endpoint):
        return word(said)
    return str(Markup('<a class="help-link" href="{}">{}</a>').format(url_for(endpoint), translated(said)))


def other(key: str, language: str) -> str:
    """The title of another page of the manual, as a link to it."""
    return str(
        Markup('<a href="{}">{}</a>').format(url_for("manual.topic", topic_key=key), topics(language)[key].title)
    )


def translated(said: str) -> str:
    """What a page says; what stands in HTML was escaped before it came here."""
    return _(str(Markup(said).unescape()))


def plain(topic: Topic, language: str) -> str:
    """The text of a page as one reads it, for the search."""
    text = WORD.sub(lambda found: translated(found[1]), topic.text)
    text = LINK.sub(lambda found: translated(found[2]), text)
    text = OTHER.sub(lambda found: topics(language)[found[1]].title, text)
    return re.sub(r"[#*>`]|^\d+\. |^- ", "", text, flags=re.MULTILINE)
