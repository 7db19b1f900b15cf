"""The questions that a case puts to its pupils: its quizzes, and what its other slides ask.

A question keeps its number as long as the text of its version stays: ten times the place of its slide, and a bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.cases.decks import parsed
from course.cases.models import CaseVersion, Deck, VersionState
from course.db import db
from slides import Case, Slide, plain

FEWEST, MOST = 3, 5
KEPT = 256
# What the numbers of questions end in: a quiz, the two of a right-and-wrong slide, those of a help slide.
QUIZ, CHOICES, HELP = 0, 1, 3
FEWEST_HELPERS = 3
HELPS = {"zh": "{title}：下面哪一种做法是对的？", "en": "{title}: which of these is right?"}
HARMS = {"zh": "{title}：下面哪一种做法不对？", "en": "{title}: which of these is wrong?"}
RATHER = {"zh": "这样做：{items}。", "en": "Do this: {items}."}
WHOM = {"zh": "“{when}”，这时候找谁？", "en": "Whom do you turn to? “{when}”"}
WHEN = {"zh": "{who}：{when}。", "en": "{who}: {when}."}
BETWEEN = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Question:
    """One question with its options, the place of the right one (from 0), and a sentence why.

    ``title`` is the title of its slide, where the question itself does not hold it.
    """

    number: int
    stages: tuple[str, ...]
    title: str
    text: str
    options: tuple[str, ...]
    right: int
    why: str


def questions_for(text: str, stage: str, language: str) -> tuple[Question, ...]:
    """What is asked about a lesson of this stage: its quizzes first, then enough of its other slides to make three."""
    asked = [one for one in all_questions(text, language) if stage in one.stages]
    quizzes = [one for one in asked if one.number % 10 == QUIZ][:MOST]
    choices = [one for one in asked if CHOICES <= one.number % 10 < HELP]
    helpers = [one for one in asked if one.number % 10 >= HELP]
    return tuple([*quizzes, *choices, *helpers][: max(FEWEST, len(quizzes))])


@lru_cache(maxsize=KEPT)
def all_questions(text: str, language: str) -> tuple[Question, ...]:
    """Every question of a case, of all its stages, in order."""
    return tuple(each_question(parsed(text), language))


def each_question(case: Case, language: str) -> Iterator[Question]:
    """The questions of each slide that has some."""
    slides = list(case.slides)
    for place, slide in enumerate(slides):
        if slide.kind == "quiz" and slide.words(language).right >= 0:
            yield of_quiz(place, slide, slides[place + 1 : place + 2], language)
        elif slide.kind == "right-and-wrong":
            yield from of_right_and_wrong(place, slide, language)
        elif slide.kind == "help":
            yield from of_help(place, slide, language)


def of_quiz(place: int, slide: Slide, after: Sequence[Slide], language: str) -> Question:
    """A quiz as it stands on its slide; its answer slide says why."""
    words = slide.words(language)
    why = plain(after[0].words(language).lead) if after and after[0].kind == "answer" else ""
    options = tuple(plain(item.text) for item in words.items)
    return Question(10 * place, slide.stages, plain(words.title), plain(words.lead), options, words.right, why)


def of_right_and_wrong(place: int, slide: Slide, language: str) -> Iterator[Question]:
    """Which of three is right, and which of three is not; where the answer stands differs from slide to slide."""
    words = slide.words(language)
    helps = [plain(item.text) for item in words.items if item.mark == "x"]
    harms = [plain(item.text) for item in words.items if item.mark != "x"]
    if len(helps) < 2 or len(harms) < 2:
        return
    why = RATHER[language].format(items=BETWEEN[language].join(helps))
    for part, (asked, answer, rest) in enumerate(
        ((HELPS, helps[0], harms[:2]), (HARMS, harms[-1], helps[-2:])), CHOICES
    ):
        right = (place + part) % 3
        options = (*rest[:right], answer, *rest[right:])
        text = asked[language].format(title=plain(words.title))
        yield Question(10 * place + part, slide.stages, "", text, options, right, why)


def of_help(place: int, slide: Slide, language: str) -> Iterator[Question]:
    """Which number one rings in two of the cases that a help slide names."""
    pairs = [tuple(map(plain, item.halves)) for item in slide.words(language).items]
    who = tuple(dict.fromkeys(first for first, _ in pairs))
    numbers = [at for at, (first, _) in enumerate(pairs) if any(map(str.isdigit, first))]
    if len(who) < FEWEST_HELPERS or len(who) < len(pairs):
        return
    for part in range(min(2, len(numbers))):
        right = numbers[(place + part) % len(numbers)]
        first, when = pairs[right]
        text, why = WHOM[language].format(when=when), WHEN[language].format(who=first, when=when)
        yield Question(10 * place + HELP + part, slide.stages, "", text, who, right, why)


def version_asked(case_id: Any, before: Any) -> sa.Select[tuple[int]]:
    """The id of the version whose questions are asked: the one that was asked ``before``, else the newest approved one.

    Both arguments may be columns or scalar statements, so that whoever reads lessons gets it in the same statement.
    """
    version = aliased(CaseVersion)
    in_use = (version.state == VersionState.APPROVED, version.approved_on.is_not(None))
    known = sa.case((version.id == before, 1), else_=0)
    chosen = sa.select(version.id).where(version.case_id == case_id, *in_use)
    return chosen.order_by(known.desc(), version.number.desc()).limit(1)


def language_shown(lesson_id: Any) -> sa.Select[tuple[str]]:
    """The language of the deck that was downloaded last for a lesson; nothing where there is none."""
    return sa.select(Deck.language).where(Deck.lesson_id == lesson_id).order_by(Deck.id.desc()).limit(1)


@lru_cache(maxsize=KEPT)
def questions_of(version_id: int, text_hash: str, stage: str, language: str) -> tuple[Question, ...]:
    """The questions of a version whose text has this hash; the text is read once and the questions are kept."""
    text = db.session.scalar(sa.select(CaseVersion.text).where(CaseVersion.id == version_id))
    return questions_for(text or "", stage, language)
