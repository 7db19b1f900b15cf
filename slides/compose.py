"""Compose a deck: choose the slides of a stage and a language, place every text, fit it, or say what does not fit."""
import hashlib
from dataclasses import replace
from datetime import date

from slides.case_values import Case, Part, Slide
from slides.case_writing import write_case
from slides.catalogue import layouts_of
from slides.citations import parse_citation, words_of
from slides.deck import Deck, LessonFacts, Page, Text
from slides.fit import FULLEST, STEP, fit, fullness
from slides.kinds import FIELD_NAMES, SLIDE_LIMIT, STAGE_ORDER
from slides.laws import LawTable
from slides.looks import FLOOR, LOOK_OF_STAGE
from slides.notes import about
from slides.pages import Place, Setting, pages_of
from slides.problems import CaseRefused, Problem
from slides.words import clean, units

LEAST_FACTS_SIZE = 18


def compose(case: Case, *, stage: str, lang: str, laws: LawTable, lesson: LessonFacts | None = None, survey_url: str | None = None,
            built_on: date, look: str = "") -> Deck:
    """Give the deck of a stage in a language; raise CaseRefused with every text that does not fit."""
    facts = lesson or LessonFacts()
    look = look or LOOK_OF_STAGE[stage]
    setting = Setting(case, stage, lang, laws, facts.date or built_on, facts, survey_url or "", look)
    pages, problems = _fitted(_pages(setting), setting)
    if problems:
        raise CaseRefused(tuple(problems))
    mark = fingerprint(case, stage, lang, laws, facts, survey_url or "", built_on, look)
    last = about(case, stage, lang, checked=laws.checked, taught_on=setting.on, built_on=built_on, look=look, fingerprint=mark)
    pages[-1] = replace(pages[-1], notes=pages[-1].notes + last)
    return Deck(case.id, case.version, case.title(lang), case.get("author"), stage, lang, look, built_on, mark, tuple(pages))


def _pages(setting: Setting) -> list[Page]:
    pages: list[Page] = []
    problems: list[Problem] = []
    numeral, before = 0, None
    for part in setting.case.parts:
        chosen = _chosen(part, setting)
        stories = [slide for slide in chosen if slide.kind == "story"]
        for slide in chosen:
            numeral += slide.kind == "section"
            step = next((number for number, story in enumerate(stories, 1) if story is slide), 0)
            place = Place(part.name(setting.lang), numeral, step, len(stories), before)
            try:
                pages += pages_of(slide, place, setting)
            except CaseRefused as refused:
                problems += refused.problems
            before = slide
    if problems:
        raise CaseRefused(tuple(problems))
    return pages


def _chosen(part: Part, setting: Setting) -> list[Slide]:
    return [slide for slide in part.slides if setting.stage in slide.stages and (slide.kind != "qr" or setting.survey_url)]


def _fitted(pages: list[Page], setting: Setting) -> tuple[list[Page], list[Problem]]:
    fitted, problems = [], []
    for page in pages:
        layout = layouts_of(setting.look)[page.layout]
        texts = []
        for text in page.texts:
            result = fit(text.paragraphs, layout.slot(text.slot), setting.stage)
            if not result.fits and text.slot == "facts":
                texts.append(_squeezed(text, page, setting))
                continue
            if not result.fits:
                problems.append(_does_not_fit(text, page, result.over, result.size, setting))
            texts.append(replace(text, size=result.size))
        problems += _too_full(page, setting)
        fitted.append(replace(page, texts=_evened(texts)))
    return fitted, problems


def _too_full(page: Page, setting: Setting) -> list[Problem]:
    """Everything on a slide but its title counts against the stage's limit; names on a cover do not."""
    texts = [words for text in page.texts if text.slot not in ("title", "facts") for words in text.paragraphs]
    texts += [cell for row in page.table.rows for cell in row] if page.table else []
    found, most = sum(map(units, texts)), SLIDE_LIMIT[STAGE_ORDER.index(setting.stage)]
    if found <= most:
        return []
    return [Problem("slide-too-full", page.line, {"lang": setting.lang, "found": found, "limit": most, "over": found - most, "stage": setting.stage})]


def _evened(texts: list[Text]) -> tuple[Text, ...]:
    """Texts that stand side by side (text1, text2 …) get the smallest size among them."""
    least: dict[str, int] = {}
    for text in texts:
        family = text.slot.rstrip("12345")
        least[family] = min(least.get(family, 999), text.size)
    return tuple(replace(text, size=least[text.slot.rstrip("12345")]) for text in texts)


def _squeezed(text: Text, page: Page, setting: Setting) -> Text:
    """Names on the cover are data, not words to refuse: they shrink further, and what is left over is cut."""
    slot = layouts_of(setting.look)[page.layout].slot("facts")
    start = FLOOR["facts"][STAGE_ORDER.index(setting.stage)]
    size = next((size for size in range(start, LEAST_FACTS_SIZE - 1, -STEP) if fullness(text.paragraphs, slot, size) <= FULLEST),
                LEAST_FACTS_SIZE)
    lines, most = list(text.paragraphs), 60
    while fullness(lines, slot, size) > FULLEST and most > 8:
        most -= 4
        lines = [line if len(line) <= most else f"{line[:most - 1]}…" for line in lines]
    return replace(text, paragraphs=tuple(lines), size=size)


def _does_not_fit(text: Text, page: Page, over: int, size: int, setting: Setting) -> Problem:
    name, name_zh = FIELD_NAMES.get(text.field, FIELD_NAMES["line"])
    return Problem("does-not-fit", text.line or page.line, {"field": name, "field_zh": name_zh, "lang": setting.lang,
                                                            "stage": setting.stage, "size": size, "over": over})


def fingerprint(case: Case, stage: str, lang: str, laws: LawTable, lesson: LessonFacts, survey_url: str, built_on: date, look: str) -> str:
    """A short mark of everything that goes into a deck: equal inputs, equal mark."""
    on = lesson.date or built_on
    cited = [words_of(place, laws, on) for text, _ in case.citations() if (place := parse_citation(text))]
    facts = (clean(lesson.school), clean(lesson.school_class), str(lesson.date), clean(lesson.vice_principal))
    inputs = (write_case(case), stage, lang, *cited, str(laws.checked), *facts, survey_url, built_on.isoformat(), look)
    return hashlib.sha256("\x00".join(inputs).encode("utf-8", "replace")).hexdigest()[:16]


def check_fit(case: Case, laws: LawTable, on: date) -> tuple[Problem, ...]:
    """Compose every stage in every language and list what does not fit or does not hold."""
    problems: dict[tuple[str, int], Problem] = {}
    for stage in case.stages:
        for lang in ("zh", "en"):
            try:
                compose(case, stage=stage, lang=lang, laws=laws, survey_url="https://example.org/s/abcdefgh", built_on=on)
            except CaseRefused as refused:
                for problem in refused.problems:
                    problems.setdefault((problem.rule, problem.line), problem)
    return tuple(sorted(problems.values(), key=lambda problem: problem.line))

