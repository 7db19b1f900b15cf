"""Read a case file line by line: every line has one meaning, and what has none is reported with its number."""

import re

from slides.casefile.escaping import KEY, split_at_bars, unescaped
from slides.casefile.half import PICTURE, Half
from slides.casefile.values import Case, Part, Slide, Words
from slides.kinds import FRONT_KEYS, FRONT_OPTIONAL, KINDS, LANGUAGES, SLIDE_KEYS, STAGE_ORDER
from slides.problems import CaseRefused, Problem
from slides.words import is_harmful

# Problems of a text of which every word is kept all the same: it is unfinished, and can be finished card by card.
UNFINISHED = frozenset(
    {
        "empty-key",
        "empty-part",
        "front-matter-open",
        "language-missing",
        "missing-key",
        "no-slides",
        "part-name",
        "title-missing",
    }
)
# What stands in the front matter of a case elsewhere: as its stages and its sources.
FRONT_LISTS = ("stages", "sources")


def read_case(text: str) -> Case:
    """Read a case file; raise CaseRefused with every problem of its shape."""
    case, problems = parse_case(text)
    if problems:
        raise CaseRefused(problems)
    return case


def parse_case(text: str) -> tuple[Case, tuple[Problem, ...]]:
    """Read a case file as far as it can be read, and list what could not."""
    reader = Reader(text)
    case = reader.case()
    return case, tuple(sorted(reader.problems, key=lambda problem: problem.line))


class Reader:
    """Goes through the lines once; `at` is the index of the line to read next."""

    def __init__(self, text: str) -> None:
        self.lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self.at = 0
        self.problems: list[Problem] = []
        self.front_lines: dict[str, int] = {}
        self._refuse_control_characters()

    def _refuse_control_characters(self) -> None:
        for number, line in enumerate(self.lines, 1):
            bad = next((c for c in line if is_harmful(c)), None)
            if bad == "\t":
                self.report("tab", number)
            elif bad is not None:
                self.report("control-character", number, code=f"U+{ord(bad):04X}")

    def report(self, rule: str, line: int, **values: object) -> None:
        """Note a problem; reading goes on."""
        self.problems.append(Problem(rule, line, values))

    def misplaced(self, text: str, hint: str) -> None:
        """Note that the present line has no place where it stands; `hint` names the advice."""
        self.report("misplaced-line", self.number, text=text[:30], hint=hint)

    @property
    def number(self) -> int:
        return self.at + 1

    def peek(self) -> str | None:
        """The next line that is not empty, without trailing blanks; nothing at the end."""
        while self.at < len(self.lines) and not self.lines[self.at].strip():
            self.at += 1
        return self.lines[self.at].rstrip() if self.at < len(self.lines) else None

    def case(self) -> Case:
        front, sources = self._front()
        stages = self._stages(front.get("stages", ""), self.front_lines.get("stages", 1), STAGE_ORDER)
        parts = self._parts(stages)
        if not any(part.slides for part in parts):
            self.report("no-slides", len(self.lines))
        return Case(
            tuple((key, front[key]) for key in FRONT_KEYS if front.get(key) and key not in FRONT_LISTS),
            sources,
            stages,
            parts,
            tuple(self.front_lines.items()),
        )

    def _front(self) -> tuple[dict[str, str], tuple[str, ...]]:
        if self.peek() != "---":
            self.report("no-front-matter", self.number)
            if not self._skip_to_front():
                return {}, ()
        self.at += 1
        front: dict[str, str] = {}
        sources: list[str] = []
        while (line := self.peek()) != "---":
            if line is None or line.startswith("# "):
                self.report("front-matter-open", self.number)
                break
            self._front_line(line, front, sources)
            self.at += 1
        else:
            self.at += 1
        for key in FRONT_KEYS:
            if key not in front and key not in FRONT_OPTIONAL:
                self.report("missing-key", 1, key=key)
        return front, tuple(sources)

    def _skip_to_front(self) -> bool:
        """Go to the first line of three hyphens, where there is one before the first part."""
        heads = (at for at, line in enumerate(self.lines) if line.startswith(("# ", "## ")) or line.rstrip() == "---")
        first = next(heads, len(self.lines))
        if first == len(self.lines) or self.lines[first].startswith("#"):
            return False
        while (text := self.peek()) is not None and self.at < first:
            self.misplaced(text, "front-first")
            self.at += 1
        return True

    def _front_line(self, line: str, front: dict[str, str], sources: list[str]) -> None:
        match = KEY.match(line)
        if line.startswith("- ") and list(front)[-1:] == ["sources"]:
            sources.append(unescaped(line[2:].strip()))
        elif not match:
            self.misplaced(line, "key-value")
        elif match[1] not in FRONT_KEYS:
            self.report("unknown-key", self.number, key=match[1], known=", ".join(FRONT_KEYS))
        elif match[1] in front:
            self.report("repeated-key", self.number, key=match[1])
        else:
            front[match[1]] = unescaped((match[2] or "").strip())
            self.front_lines[match[1]] = self.number
            if not front[match[1]] and match[1] != "sources":
                self.report("empty-key", self.number, key=match[1])

    def _stages(self, value: str, line: int, allowed: tuple[str, ...]) -> tuple[str, ...]:
        names = [name for name in re.split(r"[,，、;\s]+", value) if name]
        for name in names:
            if name not in STAGE_ORDER:
                self.report("bad-value", line, key="stages", value=name, wanted=", ".join(STAGE_ORDER))
            elif name not in allowed:
                self.report("stage-outside", line, stage=name)
        return tuple(stage for stage in STAGE_ORDER if stage in names and stage in allowed)

    def _parts(self, stages: tuple[str, ...]) -> tuple[Part, ...]:
        parts: list[Part] = []
        while (line := self.peek()) is not None:
            if line.startswith("# "):
                parts.append(self._part(line, stages))
            else:
                if line.startswith("## "):
                    self.report("slide-before-part", self.number)
                else:
                    self.misplaced(line, "part")
                self.at += 1
        return tuple(parts)

    def _part(self, heading: str, stages: tuple[str, ...]) -> Part:
        line = self.number
        zh, *more = (name.strip() for name in split_at_bars(heading[2:]))
        if len(more) != 1 or not zh or not more[0]:
            self.report("part-name", line)
        self.at += 1
        slides: list[Slide] = []
        while (text := self.peek()) is not None and not text.startswith("# "):
            if text.startswith("## "):
                slides.append(self._slide(text[3:].strip(), stages))
            else:
                self.misplaced(text, "slide")
                self.at += 1
        if not slides:
            self.report("empty-part", line)
        return Part(unescaped(zh), unescaped(" | ".join(more)), tuple(slides), line)

    def _slide(self, kind: str, stages: tuple[str, ...]) -> Slide:
        line = self.number
        self.at += 1
        if kind not in KINDS:
            self.report("unknown-kind", line, kind=kind, known=", ".join(KINDS))
        keys, lines = self._slide_keys()
        halves: dict[str, Words] = {}
        while (text := self.peek()) is not None and text.startswith("### "):
            lang, words = self._half(text[4:].strip())
            if lang in halves or (lang == "zh" and halves):
                self.report("language-order", words.line_of("title"))
            halves.setdefault(lang, words)
        for lang in LANGUAGES:
            if lang not in halves:
                self.report("language-missing", line, lang=lang)
        chosen = self._stages(keys.pop("stages"), lines["stages"], stages) if "stages" in keys else stages
        return Slide(
            kind,
            chosen,
            self._minutes(keys, lines),
            tuple((key, keys[key]) for key in SLIDE_KEYS if key in keys),
            halves.get("zh", Words()),
            halves.get("en", Words()),
            line,
            tuple(lines.items()),
        )

    def _slide_keys(self) -> tuple[dict[str, str], dict[str, int]]:
        keys: dict[str, str] = {}
        lines: dict[str, int] = {}
        while (text := self.peek()) is not None and not text.startswith("#"):
            match = KEY.match(text)
            if not match:
                self.misplaced(text, "picture-by-name" if PICTURE.match(text) else "under-language")
            elif match[1] not in SLIDE_KEYS:
                self.report("unknown-key", self.number, key=match[1], known=", ".join(SLIDE_KEYS))
            else:
                self.keep(keys, lines, match)
            self.at += 1
        return keys, lines

    def keep(self, keys: dict[str, str], lines: dict[str, int], match: re.Match[str]) -> None:
        """Keep a key with its line, unless it is written twice or says nothing."""
        key, value = match[1], unescaped((match[2] or "").strip())
        if key in keys:
            self.report("repeated-key", self.number, key=key)
        elif not value:
            self.report("empty-key", self.number, key=key)
        else:
            keys[key], lines[key] = value, self.number

    def _minutes(self, keys: dict[str, str], lines: dict[str, int]) -> float:
        value = keys.pop("minutes", "0")
        if not re.fullmatch(r"\d{1,2}(\.5)?", value):
            self.report("bad-value", lines["minutes"], key="minutes", value=value, wanted="a number such as 2 or 1.5")
            return 0
        return float(value)

    def _half(self, heading: str) -> tuple[str, Words]:
        lang, _, title = heading.partition(" ")
        line = self.number
        if lang not in LANGUAGES:
            self.report("language-heading", line, text=f"### {heading}"[:40])
        elif not unescaped(title.strip()).strip():
            self.report("title-missing", line, lang=lang)
        self.at += 1
        return lang, Half(self, line, "" if lang == "zh" else " ").words(unescaped(title.strip()))
