"""Read one language of a slide: the paragraph, the list or table, the keys, and the notes last."""

import re
from typing import TYPE_CHECKING

from slides.case_values import Item, Notes, Words
from slides.kinds import NOTE_KEYS, WORD_KEYS

if TYPE_CHECKING:
    from slides.case_reading import Reader

KEY = re.compile(r"([a-z][a-z0-9.-]*):(?: (.*))?$")
BOX = re.compile(r"- \[([ x])\] (.*)$")
RULE_ROW = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+$")


class Half:
    """The words of one slide in one language: blocks in any order of reading, kept in the order of writing."""

    def __init__(self, reader: "Reader", line: int, joint: str) -> None:
        self.reader = reader
        self.joint = joint
        self.lead: list[str] = []
        self.items: list[Item] = []
        self.rows: list[tuple[str, ...]] = []
        self.keys: dict[str, str] = {}
        self.lines: dict[str, int] = {"title": line}
        self.notes: dict[str, str] = {}

    def words(self, title: str) -> Words:
        reader = self.reader
        while (text := reader.peek()) is not None and not text.startswith("#"):
            self._line(text)
            reader.at += 1
        if text is not None and re.match(r"#{4,}|#[^# ]", text):
            reader.report("misplaced-line", reader.number, text=text[:30], hint="Headings are “# ”, “## ” and “### ”.")
            reader.at += 1
        notes = Notes(
            **{key: value.strip("\n") for key, value in self.notes.items()},
            line=self.lines.get("notes", self.lines["title"]),
        )
        return Words(
            title,
            self.joint.join(self.lead),
            tuple(self.items),
            tuple(self.rows),
            tuple(self.keys.items()),
            notes,
            tuple(self.lines.items()),
        )

    def _line(self, text: str) -> None:
        number = self.reader.number
        if text.startswith(">"):
            self._note(text[1:].removeprefix(" "))
        elif self.notes:
            self.reader.report(
                "misplaced-line", number, text=text[:30], hint="The notes come last; carry them on with “> ”."
            )
        elif text.startswith("- "):
            box = BOX.match(text)
            self.items.append(Item(box[2].strip(), box[1], number) if box else Item(text[2:].strip(), "", number))
        elif text.startswith("|"):
            self._row(text)
        elif match := KEY.match(text):
            self._key(match)
        else:
            self._lead(text)

    def _note(self, text: str) -> None:
        match = KEY.match(text)
        self.lines.setdefault("notes", self.reader.number)
        if match and match[1] not in NOTE_KEYS:
            self.reader.report("unknown-key", self.reader.number, key=match[1], known=", ".join(NOTE_KEYS))
        elif match and match[1] in self.notes:
            self.reader.report("repeated-key", self.reader.number, key=match[1])
        elif match:
            self.notes[match[1]] = (match[2] or "").strip()
            self.lines[match[1]] = self.reader.number
        elif not self.notes:
            self.reader.report(
                "misplaced-line", self.reader.number, text=text[:30], hint="Begin the notes with “> say: …”."
            )
        else:
            self.notes[list(self.notes)[-1]] += f"\n{text.strip()}"

    def _row(self, text: str) -> None:
        if RULE_ROW.match(text):
            if len(self.rows) != 1:
                self.reader.report(
                    "misplaced-line",
                    self.reader.number,
                    text=text[:30],
                    hint="The line of hyphens stands once, under the heading row.",
                )
            return
        self.lines[f"row{len(self.rows)}"] = self.reader.number
        self.rows.append(tuple(cell.strip() for cell in text.strip("|").split("|")))

    def _key(self, match: re.Match[str]) -> None:
        if match[1] not in WORD_KEYS:
            self.reader.report("unknown-key", self.reader.number, key=match[1], known=", ".join(WORD_KEYS))
        else:
            self.reader.keep(self.keys, self.lines, match)

    def _lead(self, text: str) -> None:
        number = self.reader.number
        follows = self.lead and number == self.lines["lead"] + len(self.lead)
        if self.lead and not follows:
            self.reader.report("lead-twice", number)
        elif self.items or self.rows or self.keys:
            self.reader.report(
                "misplaced-line",
                number,
                text=text[:30],
                hint="The paragraph stands before the list, the table and the keys; a list line is one line.",
            )
        else:
            self.lines.setdefault("lead", number)
            self.lead.append(text.strip())
