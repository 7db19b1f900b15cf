"""Read one language of a slide: the paragraph, the list or table, the keys, and the notes last."""

import re
from typing import TYPE_CHECKING

from slides.casefile.escaping import KEY, split_at_bars, unescaped
from slides.casefile.values import Item, Notes, Words
from slides.kinds import NOTE_KEYS, WORD_KEYS

if TYPE_CHECKING:
    from slides.casefile.reading import Reader

BOX = re.compile(r"- \[([ x])\](?: (.*))?$")
PICTURE = re.compile(r"!\[.*\]\(.*\)$")
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
        self.notes: dict[str, list[str]] = {}

    def words(self, title: str) -> Words:
        reader = self.reader
        while (text := reader.peek()) is not None and not text.startswith("#"):
            self._line(text)
            reader.at += 1
        if text is not None and re.match(r"#{4,}|#[^# ]", text):
            reader.misplaced(text, "headings")
            reader.at += 1
        notes = Notes(
            **{key: note_text(lines) for key, lines in self.notes.items()},
            line=self.lines.get("notes", self.lines["title"]),
        )
        return Words(
            title,
            self.joint.join(self.lead),
            tuple(self.items),
            tuple(self.rows),
            tuple((key, self.keys[key]) for key in WORD_KEYS if key in self.keys),
            notes,
            tuple(self.lines.items()),
        )

    def _line(self, text: str) -> None:
        if text.startswith(">"):
            self._note(text[1:].removeprefix(" "))
        elif self.notes:
            self.reader.misplaced(text, "notes-last")
        elif text == "-" or text.startswith("- "):
            box = BOX.match(text)
            words, mark = ((box[2] or "").strip(), box[1]) if box else (text[2:].strip(), "")
            self.items.append(Item(unescaped(words), mark, self.reader.number))
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
            self.notes[match[1]] = [(match[2] or "").strip()]
            self.lines[match[1]] = self.reader.number
        elif not self.notes:
            self.reader.misplaced(text, "notes-begin")
        else:
            self.notes[list(self.notes)[-1]].append(text.strip())

    def _row(self, text: str) -> None:
        if RULE_ROW.match(text):
            if len(self.rows) != 1:
                self.reader.misplaced(text, "hyphens-once")
            return
        self.lines[f"row{len(self.rows)}"] = self.reader.number
        cells = split_at_bars(text)[1:]
        cells = cells[:-1] if len(cells) > 1 and not cells[-1] else cells
        self.rows.append(tuple(unescaped(cell.strip()) for cell in cells))

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
            self.reader.misplaced(text, "picture-by-name" if PICTURE.match(text) else "lead-first")
        else:
            self.lines.setdefault("lead", number)
            self.lead.append(unescaped(text.strip()))


def note_text(lines: list[str]) -> str:
    """The lines of a note as its text; blank lines around it only set it apart."""
    first = next((at for at, line in enumerate(lines) if line), len(lines))
    last = next((at for at in range(len(lines), 0, -1) if lines[at - 1]), 0)
    return "\n".join(map(unescaped, lines[first:last]))
