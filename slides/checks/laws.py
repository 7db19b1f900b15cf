"""Hold everything that a case says about laws against the law table: its law slides, and every other text."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from slides.casefile.values import Case, Slide, Words
from slides.kinds import LANGUAGES, LAW_WORDS_LIMIT
from slides.law.citations import (
    Citation,
    check_citation,
    check_quote,
    chosen_sentences,
    parse_citation,
    resolve,
    words_of,
)
from slides.law.laws import Law, LawTable, sentences, telling_words
from slides.law.mentions import LAW_LIKE, Mention, find_mentions
from slides.law.mentions_en import PLACES, find_mentions_en
from slides.problems import Problem
from slides.words import plain

SENTENCE_END = re.compile(r"[。！？!?\n]|(?<=[a-z)])\. ")
# Who says that a law is over, or what it said before, does not cite it as in force.
HISTORY = re.compile(
    r"废止|失效|取代|代替|替代|不再|以前|过去|曾经|旧法|原《|旧《|repealed|replaced|no longer|former", re.I
)
OLD_BEFORE = re.compile(r"(?:旧|原|原来的|修订前的?|修改前的?|修正前的?|过去的|当时的|old|former|previous)\s*$", re.I)
CASE_SOURCES, CASE_SOURCES_ZH = "Sources of the case: ", "案例来源："
# Several of these may stand in one line, each about another place.
LAW_RULES = frozenset(
    ("law-unknown", "law-ended", "law-not-yet", "law-version", "article-missing", "article-moved", "quote-differs")
)

Aliases = Mapping[frozenset[str], str]


@dataclass(frozen=True)
class Passage:
    """One text of a case with its line; `about` is what else the slide says, where the text itself is a bare source."""

    text: str
    line: int
    about: str = ""


def check_laws(
    case: Case, laws: LawTable, on: date, *, stages: Collection[str] = (), langs: Collection[str] = LANGUAGES
) -> tuple[Problem, ...]:
    """Every citation that does not hold on a day: law slides, and all texts of the stages and languages asked for."""
    aliases = english_names(case, laws)
    problems: list[Problem] = []
    for source in _sources(case):
        problems += _named(check_passage(source, laws, on, aliases), CASE_SOURCES, CASE_SOURCES_ZH)
    for slide in _slides(case, stages):
        found = [*check_cite(slide, laws, on)]
        for lang in langs:
            for passage in passages(slide.words(lang)):
                found += check_passage(passage, laws, on, aliases)
        problems += on_slide(found, slide)
    return tuple(dict.fromkeys(problems))


def cited_words(
    case: Case, laws: LawTable, on: date, *, stages: Collection[str] = (), langs: Collection[str] = LANGUAGES
) -> dict[str, str]:
    """Every place that a deck cites, as 《law》第…条, with a short mark of its words on a day; empty where it fails."""
    aliases = english_names(case, laws)
    places = {cited: None for slide in _slides(case, stages) if (cited := parse_citation(slide.get("cite")))}
    texts = [*_sources(case), *(p for s in _slides(case, stages) for lang in langs for p in passages(s.words(lang)))]
    for passage in texts:
        for mention in mentions(passage.text, laws, aliases):
            places |= dict.fromkeys(mention.places)
    return {str(_fully(cited, laws)): mark(words_of(cited, laws, on)) for cited in places}


def _fully(cited: Citation, laws: LawTable) -> Citation:
    """The citation under the law's common name, so that 反电诈法 and its full title are one place."""
    versions = laws.versions(cited.law)
    return replace(cited, law=versions[0].name) if versions else cited


def mark(words: str) -> str:
    """A short mark of some words, blanks aside; empty for none."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:12] if words else ""


def on_slide(problems: Collection[Problem], slide: Slide) -> tuple[Problem, ...]:
    """The same problems, each naming the slide on which it stands."""
    title, title_zh = plain(slide.en.title), plain(slide.zh.title)
    return _named(problems, f"Slide “{title}”: ", f"“{title_zh}”页：")


def _named(problems: Collection[Problem], where: str, where_zh: str) -> tuple[Problem, ...]:
    return tuple(replace(each, values={**each.values, "where": where, "where_zh": where_zh}) for each in problems)


def check_cite(slide: Slide, laws: LawTable, on: date) -> tuple[Problem, ...]:
    """Check what a law slide cites, and that the sentences it chooses are there and not too long."""
    if not slide.get("cite"):
        return ()
    line, cited = slide.line_of("cite"), parse_citation(slide.get("cite"))
    if cited is None:
        return (Problem("law-unreadable", line, {"text": slide.get("cite")}),)
    if problems := check_citation(cited, laws, on, line=line, about=said_on(slide)):
        return problems
    whole, wanted = words_of(cited, laws, on), slide.get("sentences")
    shown = chosen_sentences(whole, wanted)
    if shown is None:
        facts = {"place": cited.place, "found": len(sentences(whole.replace("\n", ""))), "wanted": wanted}
        return (Problem("sentence-missing", slide.line_of("sentences"), facts),)
    if len(shown) > LAW_WORDS_LIMIT:
        facts = {"place": cited.place, "found": len(shown), "limit": LAW_WORDS_LIMIT}
        return (Problem("law-too-long", line, facts),)
    return ()


def said_on(slide: Slide) -> str:
    """Everything a law slide says itself: it shows which topic the author has in mind."""
    return " ".join(text for half in (slide.zh, slide.en) for text in (half.title, *(item.text for item in half.items)))


def english_names(case: Case, laws: LawTable) -> Aliases:
    """The English names that the case's own law slides give to the laws they cite."""
    cited = ((slide.en.get("law"), parse_citation(slide.get("cite"))) for slide in case.slides)
    return {
        telling_words(name): versions[0].title
        for name, place in cited
        if name and place and (versions := laws.versions(place.law))
    }


def _slides(case: Case, stages: Collection[str]) -> tuple[Slide, ...]:
    return tuple(slide for slide in case.slides if not stages or set(slide.stages) & set(stages))


def _sources(case: Case) -> tuple[Passage, ...]:
    first = case.line_of("sources")
    return tuple(Passage(source, first + number) for number, source in enumerate(case.sources, 1))


def passages(words: Words) -> Iterator[Passage]:
    """Every text of one half of a slide; the cells of a row are read together."""
    lines = [(words.title, "title"), (words.lead, "lead")]
    yield from (Passage(text, words.line_of(name)) for text, name in lines if text)
    yield from (Passage(item.text, item.line) for item in words.items)
    yield from (Passage("，".join(row), words.line_of(f"row{number}")) for number, row in enumerate(words.rows))
    shown = " ".join((words.title, words.lead, *(item.text for item in words.items)))
    for key in ("by", "source", "alt"):
        if words.get(key):
            yield Passage(words.get(key), words.line_of(key), shown if key == "source" else "")
    for key in ("say", "ask", "expect"):
        if getattr(words.notes, key):
            yield Passage(getattr(words.notes, key), words.line_of(key))
    if words.notes.sources:
        yield Passage(words.notes.sources, words.line_of("sources"), shown)


def mentions(text: str, laws: LawTable, aliases: Aliases) -> Iterator[Mention]:
    """Every law that a text names: in Chinese, and in English with an article."""
    if "条" in text or "《" in text:
        yield from find_mentions(text, laws)
    if PLACES.search(text):
        yield from find_mentions_en(text, laws, aliases)


def check_text(text: str, laws: LawTable, on: date, *, line: int = 0) -> tuple[Problem, ...]:
    """Check every citation in free text, and the words quoted beside one."""
    return check_passage(Passage(text, line), laws, on, {})


def check_passage(passage: Passage, laws: LawTable, on: date, aliases: Aliases) -> tuple[Problem, ...]:
    """Check every citation of one text."""
    found = list(mentions(passage.text, laws, aliases))
    beside = [cited for mention in found for cited in mention.places]
    problems: list[Problem] = []
    for mention in found:
        line = passage.line + passage.text.count("\n", 0, mention.start)
        problems += _check_mention(mention, passage, laws, on, line=line, beside=beside)
    return (*problems, *_ended_names(passage, found, laws, on))


def _check_mention(
    mention: Mention, passage: Passage, laws: LawTable, on: date, *, line: int, beside: list[Citation]
) -> tuple[Problem, ...]:
    sentence = sentence_at(passage.text, mention.start)
    if OLD_BEFORE.search(passage.text[: mention.start]) or not _is_law(mention, laws):
        return ()
    if not mention.places:
        over = None if HISTORY.search(sentence) else resolve(Citation(mention.law, 1), laws, on)
        ended = isinstance(over, tuple) and over[0] == "law-ended"
        return (Problem("law-ended", line, over[1]),) if ended else _version(mention, laws, on, line)
    about = f"{sentence} {passage.about}"
    problems = [
        problem
        for cited in mention.places
        for problem in check_citation(cited, laws, on, line=line, about=about, beside=beside)
    ]
    return tuple(dict.fromkeys(problems)) or _version(mention, laws, on, line) or _quote(mention, laws, on, line)


def _is_law(mention: Mention, laws: LawTable) -> bool:
    """The rules that a class gives itself have articles, too, and are no law."""
    return bool(laws.versions(mention.law) or mention.law.isascii() or LAW_LIKE.search(mention.law))


def _version(mention: Mention, laws: LawTable, on: date, line: int) -> tuple[Problem, ...]:
    """A year beside the title that is older than the version in force."""
    law = resolve(Citation(mention.law, 1), laws, on)
    if not mention.years or not isinstance(law, Law) or max(mention.years) >= law.version.year:
        return ()
    if {law.version.year, law.in_force.year} & set(mention.years):
        return ()
    years = ", ".join(map(str, mention.years))
    facts = {"law": law.name, "years": years, "on": on.isoformat(), "date": law.version.isoformat()}
    return (Problem("law-version", line, facts),)


def _quote(mention: Mention, laws: LawTable, on: date, line: int) -> tuple[Problem, ...]:
    """Words quoted after a list of places stand in one of them."""
    if not mention.quoted:
        return ()
    answers = [check_quote(cited, mention.quoted, laws, on, line=line) for cited in mention.places]
    return () if () in answers else answers[-1]


def _ended_names(passage: Passage, found: list[Mention], laws: LawTable, on: date) -> Iterator[Problem]:
    """A law that is over, named without 《》 and without a number."""
    named = {mention.law for mention in found}
    for name, law in laws.ended_on(on).items():
        at = passage.text.find(name) if name not in named else -1
        if at < 0 or laws.name_at_end(passage.text[: at + len(name)]) != name:
            continue
        if not HISTORY.search(sentence_at(passage.text, at)):
            facts = resolve(Citation(law.title, 1), laws, on)[1]
            yield Problem("law-ended", passage.line + passage.text.count("\n", 0, at), facts)


def sentence_at(text: str, at: int) -> str:
    """The sentence of a text in which a place stands."""
    begin = max((match.end() for match in SENTENCE_END.finditer(text, 0, at)), default=0)
    end = SENTENCE_END.search(text, at)
    return text[begin : end.start() if end else len(text)]
