"""What in a free text could tell who a person is: the rules that keep cases anonymous, for the notes of other pages."""

from __future__ import annotations

import re

from slides.anonymity.rules import told

# A note may name the school and the day; it may not name or number a person.
OF_PERSONS = frozenset({"name", "telephone", "identity", "card", "chat", "plate", "mail", "number"})
IN_ITS_PLACE = "某某"
# What a note does with a pupil, right after the name; a story would tell it otherwise.
DONE_WITH = re.compile("谈话|谈心|家访|训诫|帮教|约谈|矫治|批评|教育|打架|欺凌|逃学|旷课|调解|回访|道歉|检讨")


def telling_words(text: str) -> list[str]:
    """The likely names and numbers of persons in a text, each once, in their order."""
    plain = DONE_WITH.sub(lambda match: "，" * len(match[0]), text)
    found = [one for one in (*told(text, "notes", "en"), *told(plain, "notes", "en")) if one.rule in OF_PERSONS]
    found.sort(key=lambda one: one.at)
    return list(dict.fromkeys(one.text for one in found))


def without_telling_words(text: str) -> str:
    """The text with something else in the place of each of these words, for files that leave the house."""
    for word in sorted(telling_words(text), key=len, reverse=True):
        text = text.replace(word, IN_ITS_PLACE)
    return text
