"""The sentences of notices: each kind makes its own from its facts, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.access.models import Message, Notice
from course.i18n import _l, page_language


@dataclass(frozen=True)
class Wording:
    """What a notice says: a title, more sentences, and the words on the link to what it is about; None: no link."""

    title: Any
    lines: Sequence[Any] = ()
    link: Any = ""
    # More links, for mail: their words and their paths.
    also: Sequence[tuple[Any, str]] = ()
    # Ways on to choose from, in mail and on the page of notices.
    choices: Sequence[tuple[Any, str]] = ()


# A feature puts the wording of its kinds here: facts and language (``zh`` or ``en``) in, words out.
WORDINGS: dict[str, Callable[[Mapping[str, Any], str], Wording]] = {}


def wording(notice: Notice | Message) -> Wording:
    """What a notice, or a message, says; one of a newer version is there and waits to be read."""
    make = WORDINGS.get(notice.kind)
    if make is None:
        return Wording(_l("This notice can be read once the update is complete."), link=None)
    return make(notice.facts, "en" if page_language() == "en" else "zh")
