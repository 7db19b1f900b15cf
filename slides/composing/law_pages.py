"""The pages of a law slide: the exact words from the law table, and the same in one's own words."""

from collections.abc import Iterator
from dataclasses import replace

from slides.casefile.values import Slide, Words
from slides.checks.laws import check_cite, on_slide
from slides.composing.deck import Page, Text
from slides.composing.fit import split
from slides.composing.fitting import page_fits
from slides.composing.labels import continued, label, law_footer
from slides.composing.notes import speaker_notes
from slides.composing.pages import Place, Setting, page, title_of
from slides.kinds import SLIDE_LIMIT, STAGE_ORDER
from slides.law.citations import Citation, chosen_sentences, parse_citation, resolve, words_of
from slides.law.laws import Law, sentences
from slides.problems import CaseRefused, Problem
from slides.words import units

TITLES_MOST = (16, 16, 20, 22)
MOST_TEXT_PAGES = 2
# The youngest see no statute and no article number on a slide; the speaker's notes hold both.
YOUNGEST = "primary_low"


def law_pages(slide: Slide, place: Place, setting: Setting) -> tuple[Page, ...]:
    """One page with both, or the exact words first and the own words after; in primary the own words alone."""
    cited, law, exact = exact_words(slide, setting)
    words = slide.words(setting.lang)
    spine = _spine(cited, law, words, setting)
    own = (
        Text("label2", (label("law-own", setting.lang),)),
        Text("own", tuple(i.text for i in words.items), "line", words.items[0].line),
    )
    text = (
        Text("label1", (label("law-text", setting.lang),)),
        Text("text", tuple(exact.split("\n")), "words", slide.line_of("cite"), marked=False),
    )
    footer = law_footer(words.get("law") or law.name, law.version, law.in_force, setting.lang)
    together = page(slide, place, setting, "law", (*spine, *text, *own), footer=footer)
    if setting.stage != YOUNGEST and page_fits(together, setting):
        return (_with_words(together, slide, setting, exact, ""),)
    alone = page(slide, place, setting, "law-own", (*spine, *own), footer=footer)
    if setting.stage.startswith("primary"):
        return (_with_words(alone, slide, setting, exact, label("shorter", setting.lang)),)
    return tuple(
        _numbered([*_text_pages(slide, place, setting, spine, exact, footer), alone], slide, words, setting, exact)
    )


def exact_words(slide: Slide, setting: Setting) -> tuple[Citation, Law, str]:
    """The citation, its law and the words shown; raises CaseRefused where the citation does not hold."""
    if problems := check_cite(slide, setting.laws, setting.on):
        raise CaseRefused(on_slide(problems, slide))
    cited = parse_citation(slide.get("cite"))
    whole = words_of(cited, setting.laws, setting.on)
    return cited, resolve(cited, setting.laws, setting.on), chosen_sentences(whole, slide.get("sentences"))


def _spine(cited: Citation, law: Law, words: Words, setting: Setting) -> tuple[Text, Text]:
    name = words.get("law") or law.name
    article, _, rest = cited.place.partition("条")
    places = (f"{article}条", rest) if setting.lang == "zh" else (cited.place_en,)
    if setting.stage == YOUNGEST:
        places = (label("law-spine", setting.lang),)
    return (
        Text("law", (name,), "law", words.line_of("law"), marked=False),
        Text("article", tuple(filter(None, places)), "words", words.line_of("title"), marked=False),
    )


def _text_pages(
    slide: Slide, place: Place, setting: Setting, spine: tuple[Text, ...], exact: str, footer: str
) -> list[Page]:
    """The exact words on as many pages as the stage's limit asks, cut between sentences or items."""
    slot = setting.design.layouts["law-text"].slot("text")
    most = SLIDE_LIMIT[STAGE_ORDER.index(setting.stage)] - sum(units(p) for text in spine for p in text.paragraphs) - 8
    pieces = [piece for line in exact.split("\n") for piece in _cut(line, most)]
    shares: list[list[str]] = [[]]
    for group in split(pieces, slot, setting.stage):
        for piece in group:
            if shares[-1] and sum(map(units, shares[-1])) + units(piece) > most:
                shares.append([])
            shares[-1].append(piece)
        shares.append([])
    shares = [share for share in shares if share]
    if len(shares) > MOST_TEXT_PAGES:
        facts = {"place": slide.get("cite"), "found": len(exact), "limit": most * MOST_TEXT_PAGES}
        raise CaseRefused((Problem("law-too-long", slide.line_of("cite"), facts),))
    label1 = Text("label1", (label("law-text", setting.lang),))
    return [
        page(
            slide,
            place,
            setting,
            "law-text",
            (*spine, label1, Text("text", tuple(share), "words", slide.line_of("cite"), marked=False)),
            footer=footer,
        )
        for share in shares
    ]


def _cut(line: str, most: int) -> Iterator[str]:
    """Leave a line whole where it fits one page, else give its sentences."""
    if units(line) <= most:
        yield line
    else:
        yield from sentences(line)


def _numbered(made: list[Page], slide: Slide, words: Words, setting: Setting, exact: str) -> Iterator[Page]:
    """Give the pages of one law their titles and their share of the notes."""
    most = TITLES_MOST[STAGE_ORDER.index(setting.stage)]
    for number, each in enumerate(made):
        last = number == len(made) - 1
        share = slide.minutes / len(made)
        notes = replace(
            words.notes,
            say=words.notes.say if not number else label("carry-on", setting.lang),
            ask=words.notes.ask if last else "",
            expect=words.notes.expect if last else "",
        )
        title = words.title if not number else continued(words.title, number, most, setting.lang)
        texts = (replace(title_of(words), paragraphs=(title,)), *each.texts[1:])
        spoken = speaker_notes(notes, setting.case, round(share * 2) / 2 or 0.5, setting.lang)
        yield (
            _with_words(replace(each, texts=texts, notes=spoken), slide, setting, exact, "")
            if not number
            else replace(each, texts=texts, notes=spoken)
        )


def _with_words(made: Page, slide: Slide, setting: Setting, exact: str, remark: str) -> Page:
    """Add the citation, the whole exact words and the law's dates to the notes."""
    cited = parse_citation(slide.get("cite"))
    words = f"{label('words', setting.lang)} {cited}{'：' if setting.lang == 'zh' else ': '}{' '.join(exact.split())}"
    return replace(made, notes=(*made.notes, *filter(None, (remark,)), words, made.footer))
