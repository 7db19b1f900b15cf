"""Reads the official text of a law, line by line: title, dates, articles; what cannot be certain is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from course.cases.laws.dates import Dates, dates_in, entry_into_force
from slides.law.numerals import NUMBER, chinese, number_of

LINES_FOR_TITLE = 3
LONGEST_TITLE = 60
TITLE_LIKE = re.compile(
    r"[^。；：，《》]{1,60}(?:法|法典|条例|规定|办法|规则|细则|解释|决定|规程|章程)(?:（(?:试行|暂行|草案)）)?$"
)
DECISION = re.compile(r"(?:修改|修正|废止).*的决定$|修正案(?:（.+）)?$")
LINES_OF_A_HEAD = 12
HEADING = re.compile(rf"第\s*{NUMBER}\s*(?:编|分编|章|节)(?:\s.*|$)|(?:序言|总则|附则|目录)$")
ARTICLE = re.compile(rf"第\s*({NUMBER})\s*条(?:\s*之\s*({NUMBER}))?(?P<gap>[\s:：]*)(?P<rest>.*)$", re.S)
# A paragraph may begin with a reference to an article: 第五条规定的…… is no article of its own.
REFERS = re.compile(r"(?:第|规定|所列|所称|的|、|和|至|到|及|或|中|，)")
ANNEX = re.compile(r"附\s*(?:件|录|表|图|[:：])|附[一二三四五六七八九十\d]")
SPACES = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True)
class Line:
    """One line of a file with its number."""

    number: int
    text: str


@dataclass(frozen=True)
class TextProblem:
    """What cannot be read: the rule, the line, and the facts."""

    rule: str
    line: int = 0
    facts: dict[str, object] = field(default_factory=dict, hash=False)


class LawUnreadable(Exception):
    """A text that is no law, or whose articles do not follow one another; holds every problem."""

    def __init__(self, *problems: TextProblem) -> None:
        super().__init__("; ".join(problem.rule for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class LawText:
    """A law as it was read: ``articles`` by number (``51``, ``17-1``), dates where the text says them."""

    title: str
    version_date: date | None
    effective: date | None
    articles: dict[str, str]
    history: str = ""
    annex_from: int = 0


def read_law(texts: Iterable[str]) -> LawText:
    """Read a law from the lines of its file; raises ``LawUnreadable`` with every problem found."""
    lines = [Line(number, clean) for number, text in enumerate(texts, 1) if (clean := cleaned(text))]
    if not lines:
        raise LawUnreadable(TextProblem("empty_text"))
    refuse_decision(lines[:LINES_OF_A_HEAD])
    body = next((at for at, line in enumerate(lines) if is_heading(line.text) or begins(line.text)), None)
    if body is None:
        raise LawUnreadable(TextProblem("no_articles", lines[0].number))
    head = lines[:body]
    articles, annex = Articles().read(lines[body:])
    dates = dates_in(" ".join(line.text for line in head))
    return LawText(
        title=title_of(head),
        version_date=dates.version,
        effective=effective_of(dates, articles),
        articles=articles,
        history=" ".join(line.text for line in head if "年" in line.text and "月" in line.text),
        annex_from=annex,
    )


def refuse_decision(head: Sequence[Line]) -> None:
    """A decision to amend says what changes; what is wanted is the law as it then reads."""
    for line in head:
        text = line.text.replace(" ", "")
        if begins(line.text) or text.startswith(("（", "(")):
            return
        if DECISION.search(text):
            raise LawUnreadable(TextProblem("is_a_decision", line.number, {"title": text[:LONGEST_TITLE]}))


def cleaned(text: str) -> str:
    """A line without invisible characters, its blanks made plain."""
    kept = (character for character in text if unicodedata.category(character) not in {"Cc", "Cf"} or character == "\t")
    return SPACES.sub(" ", "".join(kept)).strip()


def tight(text: str) -> str:
    """目　录 as 目录: headings are spread out for their looks."""
    return text.replace(" ", "") if len(text.replace(" ", "")) <= 2 else text


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a part, chapter or section."""
    return bool(HEADING.match(tight(text))) and not text.endswith(("。", "；", "：", "，"))


def begins(text: str) -> bool:
    """Whether a line begins the first article."""
    match = ARTICLE.match(text)
    return bool(match) and number_of(match[1]) == 1 and not match[2]


def title_of(head: Sequence[Line]) -> str:
    """The title: the last lines before the dates and the body that look like one; empty where none does."""
    texts = [line.text.replace(" ", "") for line in head]
    for at in range(len(texts) - 1, -1, -1):
        for many in range(1, LINES_FOR_TITLE + 1):
            candidate = "".join(texts[max(0, at + 1 - many) : at + 1])
            whole = TITLE_LIKE.fullmatch(candidate) and not candidate.startswith(("（", "("))
            if whole and len(candidate) <= LONGEST_TITLE:
                return lengthened(texts, at - many, candidate)
    return ""


def lengthened(texts: Sequence[str], at: int, title: str) -> str:
    """A title broken over lines begins with the name of the state, or of the place or body that made it."""
    before = texts[at] if at >= 0 else ""
    starts = before.endswith(("中华人民共和国", "人民政府", "委员会")) and len(before) <= 20
    return before + title if starts else title


def effective_of(dates: Dates, articles: dict[str, str]) -> date | None:
    """From when the version holds: what the dates say, else its own last articles, if that is possible at all."""
    if dates.version is None:
        return dates.effective
    spoken = dates.effective or entry_into_force(list(articles.values()), dates)
    return spoken if spoken and spoken >= dates.version else None


class Articles:
    """Goes through the body once; the numbers must follow one another."""

    def __init__(self) -> None:
        self.articles: dict[str, list[str]] = {}
        self.problems: list[TextProblem] = []
        self.last = (0, 0)

    def read(self, lines: Sequence[Line]) -> tuple[dict[str, str], int]:
        """The articles by number, and the line of the annex where there is one."""
        annex = 0
        for line in lines:
            if self.articles and ANNEX.match(line.text):
                annex = line.number
                break
            self.line(line)
        if not self.articles:
            self.problems.append(TextProblem("no_articles", lines[0].number))
        self.problems += [
            TextProblem("empty_article", 0, {"place": place_of(number)})
            for number, texts in self.articles.items()
            if not "".join(texts).strip()
        ]
        if self.problems:
            raise LawUnreadable(*self.problems)
        return {number: "\n".join(filter(None, texts)) for number, texts in self.articles.items()}, annex

    def line(self, line: Line) -> None:
        """A heading, the beginning of an article, or a paragraph of the one before."""
        if is_heading(line.text):
            return
        match = ARTICLE.match(line.text)
        if match and self.starts(match):
            self.start(match, line.number)
        elif self.articles:
            self.articles[list(self.articles)[-1]].append(line.text)

    def starts(self, match: re.Match[str]) -> bool:
        """Whether this line is an article and no reference to one at the beginning of a paragraph."""
        number = (number_of(match[1]), number_of(match[2]) if match[2] else 0)
        follows = number in self.following()
        return bool(match["gap"] or not match["rest"]) or (follows and not REFERS.match(match["rest"]))

    def following(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The two numbers that may come next: 第五十二条, or 第五十一条之一."""
        return (self.last[0] + 1, 0), (self.last[0], self.last[1] + 1)

    def start(self, match: re.Match[str], line: int) -> None:
        """Begin an article, and note it where its number is not the next one."""
        number = (number_of(match[1]), number_of(match[2]) if match[2] else 0)
        key = f"{number[0]}-{number[1]}" if number[1] else str(number[0])
        if key in self.articles:
            self.problems.append(TextProblem("article_twice", line, {"place": place_of(key)}))
            return
        if number not in self.following():
            facts = {"place": place_of(key), "wanted": place_of(str(self.last[0] + 1))}
            self.problems.append(TextProblem("article_gap", line, facts))
        self.articles[key] = [match["rest"].strip()]
        self.last = number


def place_of(number: str) -> str:
    """``17-1`` as 第十七条之一."""
    main, _, branch = number.partition("-")
    return f"第{chinese(int(main))}条" + (f"之{chinese(int(branch))}" if branch else "")
