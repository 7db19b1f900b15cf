"""Turn each slide of a case into pages: which layout, and which text stands in which slot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from slides.casefile.values import Case, Slide, Words
from slides.composing.deck import Chart, LessonFacts, Page, Picture, Table, Text
from slides.composing.labels import day, label, minutes, stage_name
from slides.composing.notes import speaker_notes
from slides.designs.design import Design
from slides.law.laws import LawTable
from slides.words import clean, plain

LONGEST_FACT = 60


@dataclass(frozen=True)
class Setting:
    """Everything that a page may depend on besides its own slide."""

    case: Case
    stage: str
    lang: str
    laws: LawTable
    on: date
    lesson: LessonFacts
    survey_url: str
    design: Design


@dataclass(frozen=True)
class Place:
    """Where a slide stands: its section's name, its number among sections and stories, and the slide before."""

    section: str
    numeral: int = 0
    step: int = 0
    steps: int = 0
    before: Slide | None = None


def pages_of(slide: Slide, place: Place, setting: Setting) -> tuple[Page, ...]:
    """The pages of one slide: mostly one, more where a law is long."""
    from slides.composing.law_pages import law_pages

    if slide.kind == "law":
        return law_pages(slide, place, setting)
    return (MAKERS[slide.kind](slide, slide.words(setting.lang), place, setting),)


def page(slide: Slide, place: Place, setting: Setting, layout: str, texts: tuple[Text, ...], **more: object) -> Page:
    """A page with its title, notes and footer."""
    words = slide.words(setting.lang)
    notes = speaker_notes(words.notes, setting.case, slide.minutes, setting.lang)
    footer = words.get("source") or setting.case.title(setting.lang)
    values = {"notes": notes, "section": place.section, "footer": footer, "line": slide.line, **more}
    return Page(layout, (title_of(words), *texts), **values)


def title_of(words: Words) -> Text:
    return Text("title", (words.title,), "title", words.line_of("title"), marked=False)


def lead_of(words: Words, slot: str = "lead") -> tuple[Text, ...]:
    return (Text(slot, (words.lead,), "lead", words.line_of("lead")),) if words.lead else ()


def lines_of(words: Words, slot: str = "text") -> Text:
    return Text(slot, tuple(item.text for item in words.items), "line", words.items[0].line)


def each_in_its_slot(words: Words) -> tuple[Text, ...]:
    return tuple(Text(f"text{number}", (item.text,), "line", item.line) for number, item in enumerate(words.items, 1))


def pairs_in_slots(words: Words) -> tuple[Text, ...]:
    texts: list[Text] = []
    for number, item in enumerate(words.items, 1):
        first, second = item.halves
        texts += [
            Text(f"label{number}", (first,), "first", item.line),
            Text(f"text{number}", (second,), "second", item.line),
        ]
    return tuple(texts)


def picture_of(slide: Slide, words: Words) -> Picture | None:
    return Picture(words.get("alt"), scene=slide.get("picture")) if slide.get("picture") else None


def with_picture(name: str, slide: Slide) -> str:
    return f"{name}-picture" if slide.get("picture") else name


def _cover(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    facts = Text("facts", facts_of(setting), "facts", slide.line, marked=False)
    return page(
        slide, place, setting, with_picture("cover", slide), (*lead_of(words), facts), picture=picture_of(slide, words)
    )


def facts_of(setting: Setting) -> tuple[str, ...]:
    """The lines of the cover about this lesson; without a lesson, for whom the deck is."""
    lesson, lang = setting.lesson, setting.lang
    when = day(lesson.date, lang) if lesson.date else ""
    name = short(lesson.vice_principal)
    who = f"法治副校长 {name}" if lang == "zh" else f"Vice-principal for law: {name}"
    lines = tuple(filter(None, (short(lesson.school), short(lesson.school_class), when, who if name else "")))
    length = sum(slide.minutes for slide in setting.case.slides_for(setting.stage))
    return lines or (f"{stage_name(setting.stage, lang)} · {minutes(length, lang)}",)


def short(text: str) -> str:
    """A fact without control characters, cut where it could never fit."""
    fact = clean(text)
    return fact if len(fact) <= LONGEST_FACT else f"{fact[: LONGEST_FACT - 1]}…"


def _section(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    numeral = Text("numeral", (str(place.numeral),), "line", slide.line)
    return page(
        slide,
        place,
        setting,
        with_picture("section", slide),
        (numeral, *lead_of(words)),
        picture=picture_of(slide, words),
    )


def _lines_each(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    return page(slide, place, setting, slide.kind, each_in_its_slot(words))


def _points(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    return page(slide, place, setting, "points", (*lead_of(words), lines_of(words)))


def _story(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    badge = f"{place.step}/{place.steps}" if place.steps > 1 else label("story", setting.lang)
    texts = [Text("badge", (badge,), "line", slide.line)]
    if place.steps > 1:
        texts.append(Text("steps", ("●" * place.step + "○" * (place.steps - place.step),), "line", slide.line))
    return page(slide, place, setting, "story", (*texts, lines_of(words)), picture=picture_of(slide, words))


def _quote(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    by = Text(
        "by", (f"—— {words.get('by')}" if setting.lang == "zh" else f"— {words.get('by')}",), "by", words.line_of("by")
    )
    return page(
        slide,
        place,
        setting,
        with_picture("quote", slide),
        (*lead_of(words, "text"), by),
        picture=picture_of(slide, words),
    )


def _discussion(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    clock = Text("minutes", (minutes(slide.minutes, setting.lang),), "line", slide.line)
    return page(slide, place, setting, "discussion", (*lead_of(words), clock, *each_in_its_slot(words)))


def _pairs(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    return page(slide, place, setting, f"{slide.kind}-{len(words.items)}", pairs_in_slots(words))


def _right_and_wrong(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    texts: list[Text] = []
    for number, (mark, name) in enumerate((("x", "right"), (" ", "wrong")), 1):
        items = [item for item in words.items if item.mark == mark]
        texts += [
            Text(f"label{number}", (label(name, setting.lang),), "line", slide.line),
            Text(f"text{number}", tuple(item.text for item in items), "line", items[0].line),
        ]
    return page(slide, place, setting, "right-and-wrong", tuple(texts))


def _chart(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    heading, *rows = words.rows
    series = tuple(
        (plain(name), tuple(float(row[column]) for row in rows)) for column, name in enumerate(heading[1:], 1)
    )
    chart = Chart(slide.get("chart"), tuple(plain(row[0]) for row in rows), series, words.get("alt"), words.get("unit"))
    return page(slide, place, setting, "chart", lead_of(words), chart=chart)


def _table(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    joint = "，" if setting.lang == "zh" else "; "
    alt = joint.join([words.title, *(" ".join(map(plain, row)) for row in words.rows[1:])])
    return page(slide, place, setting, "table", lead_of(words), table=Table(words.rows, alt[:300]))


def _quiz(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    right = f"{label('answer', setting.lang)}{'：' if setting.lang == 'zh' else ': '}{'ABCD'[words.right]}"
    notes = speaker_notes(words.notes, setting.case, slide.minutes, setting.lang, more=(right,))
    return page(
        slide, place, setting, f"quiz-{len(words.items)}", (*lead_of(words), *each_in_its_slot(words)), notes=notes
    )


def _answer(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    quiz = place.before.words(setting.lang)
    options = []
    for number, item in enumerate(quiz.items, 1):
        chosen = item.mark == "x"
        options.append(
            Text(
                f"text{number}",
                (f"✓ {item.text}" if chosen else item.text,),
                "options",
                item.line,
                colour="white" if chosen else "",
                fill="right" if chosen else "",
            )
        )
    return page(slide, place, setting, f"answer-{len(quiz.items)}", (*options, *lead_of(words)))


def _qr(slide: Slide, words: Words, place: Place, setting: Setting) -> Page:
    address = setting.survey_url.removeprefix("https://").removeprefix("http://")
    alt = f"二维码，打开 {address}" if setting.lang == "zh" else f"QR code that opens {address}"
    texts = (*lead_of(words), Text("address", (address,), "line", slide.line, marked=False))
    return page(slide, place, setting, "qr", texts, picture=Picture(alt, address=setting.survey_url))


MAKERS: dict[str, Callable[[Slide, Words, Place, Setting], Page]] = {
    "cover": _cover,
    "goals": _lines_each,
    "section": _section,
    "points": _points,
    "story": _story,
    "quote": _quote,
    "discussion": _discussion,
    "timeline": _pairs,
    "right-and-wrong": _right_and_wrong,
    "chart": _chart,
    "table": _table,
    "quiz": _quiz,
    "answer": _answer,
    "help": _pairs,
    "summary": _lines_each,
    "qr": _qr,
}
