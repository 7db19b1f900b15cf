"""A story does not tell who it was: no names, no numbers of a person, and never day, place, school and age together.

Titles, texts and speaker notes are all looked at; each finding gives the sentence concerned and what to do about it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice

from slides.anonymity.names import chinese_names, english_names
from slides.anonymity.numbers import Finding, half_width, other_numbers, personal_numbers
from slides.anonymity.places import ages, dates, places, schools
from slides.casefile.values import Case, Slide, Words
from slides.kinds import LANGUAGES, NOTE_KEYS
from slides.problems import Problem

LONGEST_SENTENCE = 90
SENTENCE_ENDS = re.compile(r"[。！？!?\n；;]+|(?<=[a-z0-9\"”)])\.(?= |$)")
PUBLICATION = re.compile(
    r"(?:19|20)\d\d.{0,120}(?:学报|杂志|期刊|出版社|论文|白皮书)|(?:学报|杂志|期刊|出版社|论文|白皮书).{0,120}(?:19|20)\d\d"
    r"|\b(?:Journal\b|J\.|Press\b|Proceedings\b).{0,120}(?:19|20)\d\d",
    re.S,
)
# What public notices and laws say: their numbers, addresses and days belong to nobody.
PUBLIC_KINDS = frozenset({"help", "law"})
KINDS_TOGETHER = 3
# A case is checked again with every card that is saved; nearly all of its texts are as they were.
KEPT_TEXTS = 16_384
# No text of a slide may be nearly as long; what is longer is refused for its length.
LONGEST_LOOKED_AT = 4_000
WHAT = {
    "name": ("a person's name", "像真实姓名", "Use a nickname such as Xiaoman", "改用昵称（如“小满”）或“张某”"),
    "telephone": ("a telephone number", "电话号码", "Take it out", "删去号码"),
    "identity": ("an identity number", "身份证号", "Take it out", "删去号码"),
    "card": ("a bank card's number", "银行卡号", "Take it out", "删去号码"),
    "chat": ("a chat account", "QQ 号或微信号", "Take it out", "删去账号"),
    "plate": ("a number plate", "车牌号", "Take it out", "删去车牌"),
    "mail": ("an e-mail address", "电子邮箱", "Take it out", "删去地址"),
    "number": ("a telephone, card or identity number", "电话、卡号或证件号", "Take it out", "删去号码"),
    "net": ("an address on the net", "网络地址", "Take it out", "删去网址"),
    "date": ("an exact date", "准确日期", "Write “one day”", "改成“有一天”"),
    "school": ("a school's name", "学校名称", "Write “a school”", "改成“某学校”"),
    "together": (
        "day, place, school or age standing together",
        "时间、地点、学校、年龄放在一起",
        "Blur at least one of them",
        "至少模糊掉其中一项",
    ),
}  # fmt: skip


def check_anonymity(case: Case) -> tuple[Problem, ...]:
    """Everything in a case that could tell who it was, at its line."""
    found = [*_front(case)]
    for part in case.parts:
        for lang in LANGUAGES:
            for slide in part.slides:
                found += _slide(slide, slide.words(lang), lang)
            found += _together(part.slides, lang)
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


def _front(case: Case) -> Iterator[Problem]:
    """What the titles, the summaries and the sources of a case tell."""
    for lang in LANGUAGES:
        for name in ("title", "summary"):
            key = f"{name}.{lang}"
            yield from _problems(case.get(key), case.line_of(key), "points", lang)
    for source in case.sources:
        for finding in personal_numbers(half_width(source)):
            yield _problem(finding, source, case.line_of("sources"))


def _slide(slide: Slide, words: Words, lang: str) -> Iterator[Problem]:
    """What one language of a slide tells, on the slide and in the notes."""
    for text, line in texts_shown(words):
        yield from _problems(text, line, slide.kind, lang)
    for text, line in notes_said(words):
        yield from _problems(text, line, "notes", lang)


def is_reference(text: str) -> bool:
    """Whether a text names a publication, whose authors are no secret."""
    return bool(PUBLICATION.search(text))


def texts_shown(words: Words) -> Iterator[tuple[str, int]]:
    """Every text of a slide half that pupils see, with its line."""
    yield words.title, words.line_of("title")
    yield words.lead, words.line_of("lead")
    yield from ((item.text, item.line) for item in words.items)
    yield from ((cell, words.line_of(f"row{number}")) for number, row in enumerate(words.rows) for cell in row)
    yield from ((value, words.line_of(key)) for key, value in words.keys)


def notes_said(words: Words) -> Iterator[tuple[str, int]]:
    """Every speaker's note of a slide half, with its line."""
    for key in NOTE_KEYS:
        yield getattr(words.notes, key), words.line_of(key)


def _problems(text: str, line: int, kind: str, lang: str) -> Iterator[Problem]:
    """Each finding of a text as a problem."""
    for finding in told(text, kind, lang):
        yield _problem(finding, text, line)


@lru_cache(maxsize=KEPT_TEXTS)
def told(text: str, kind: str, lang: str) -> tuple[Finding, ...]:
    """What a single text tells; `kind` is the slide's kind, or “notes”."""
    plain = half_width(text[:LONGEST_LOOKED_AT])
    found = [*personal_numbers(plain)]
    known = [finding.text for finding in found]
    if not is_reference(plain):
        found += chinese_names(plain)
        found += english_names(plain) if lang == "en" else ()
    found += schools(plain)
    if kind not in PUBLIC_KINDS:
        found += (each for each in other_numbers(plain) if not any(each.text in one for one in known))
    if kind == "notes":
        return tuple(finding for finding in found if finding.rule != "net")
    return (*found, *(each for each in dates(plain) if each.rule == "date" and kind not in PUBLIC_KINDS))


def _together(slides: Iterable[Slide], lang: str) -> Iterator[Problem]:
    """Day, place, school and age in one slide, or in the slides that tell one story."""
    groups: list[list[Slide]] = [[slide] for slide in slides]
    groups += [
        list(told) for kind, told in groupby(slides, lambda slide: (slide.kind, slide.stages)) if kind[0] == "story"
    ]
    for group in groups:
        texts = [pair for slide in group for pair in _all_texts(slide.words(lang))]
        if clues := _clues(texts):
            words = "、".join(dict.fromkeys(finding.text for finding, _, _ in clues))
            finding, text, line = clues[0]
            yield _problem(Finding(words, finding.at, "together"), text, line)


def _all_texts(words: Words) -> Iterator[tuple[str, int]]:
    """What is shown and said in one language of a slide, with its lines."""
    yield from texts_shown(words)
    yield from ((getattr(words.notes, key), words.line_of(key)) for key in ("say", "ask", "expect"))


def _clues(texts: list[tuple[str, int]]) -> list[tuple[Finding, str, int]]:
    """The first clue of each kind, as long as enough kinds may still be found: age, day, school, place."""
    found: list[tuple[Finding, str, int]] = []
    for left, find in zip((3, 2, 1, 0), (ages, dates, schools, places), strict=True):
        found += islice(((each, text, line) for text, line in texts for each in clues_in(text, find)), 1)
        if len(found) + left < KINDS_TOGETHER:
            return []
    return found


@lru_cache(maxsize=KEPT_TEXTS)
def clues_in(text: str, find: Callable[[str], Iterator[Finding]]) -> tuple[Finding, ...]:
    """The clues of one kind in a text."""
    return tuple(find(half_width(text[:LONGEST_LOOKED_AT])))


def _problem(finding: Finding, text: str, line: int) -> Problem:
    """A finding with its sentence and what to do."""
    what, what_zh, advice, advice_zh = WHAT[finding.rule]
    facts = {"text": finding.text, "what": what, "what_zh": what_zh, "advice": advice, "advice_zh": advice_zh}
    return Problem("anonymity", line, {**facts, "sentence": sentence_at(text, finding.at)})


def sentence_at(text: str, at: int) -> str:
    """The sentence of a text in which a place lies; a very long one is cut around it."""
    ends = [match.end() for match in SENTENCE_ENDS.finditer(text)]
    start = max((end for end in ends if end <= at), default=0)
    end = min((end for end in ends if end > at), default=len(text))
    if end - start > LONGEST_SENTENCE:
        start = max(start, at - LONGEST_SENTENCE // 2)
        end = min(end, start + LONGEST_SENTENCE)
    return text[start:end].strip()
