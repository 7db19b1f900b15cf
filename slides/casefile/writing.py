"""Write a case in its one canonical form: reading it again gives the same case, writing that the same bytes."""

from slides.casefile.escaping import escaped, escaped_cell, escaped_item, escaped_lead, escaped_note
from slides.casefile.values import Case, Item, Part, Slide, Words
from slides.kinds import FRONT_KEYS, NOTE_KEYS, SLIDE_KEYS, WORD_KEYS

# A blank line at either end of a note, which reading would otherwise drop.
KEPT_BLANK = "\\"


def write_case(case: Case) -> str:
    """Give the text of the case file."""
    blocks = [_front(case)]
    for part in case.parts:
        blocks += _part(part, case.stages)
    return "\n\n".join(blocks) + "\n"


def _front(case: Case) -> str:
    values = {key: escaped(value) for key, value in case.front} | {"stages": ", ".join(case.stages)}
    lines = [f"{key}: {values[key]}" for key in FRONT_KEYS if values.get(key)]
    return "\n".join(["---", *lines, "sources:", *(f"- {escaped(source)}" for source in case.sources), "---"])


def _part(part: Part, stages: tuple[str, ...]) -> list[str]:
    heading = f"# {escaped_cell(part.zh)} | {escaped_cell(part.en)}".rstrip()
    return [heading] + [block for slide in part.slides for block in _slide(slide, stages)]


def _slide(slide: Slide, stages: tuple[str, ...]) -> list[str]:
    values = {key: escaped(value) for key, value in slide.keys}
    if slide.stages != stages:
        values["stages"] = ", ".join(slide.stages)
    if slide.minutes:
        values["minutes"] = f"{slide.minutes:g}"
    keys = "\n".join(f"{key}: {values[key]}" for key in SLIDE_KEYS if values.get(key))
    return list(filter(None, [f"## {slide.kind}", keys, *_words("zh", slide.zh), *_words("en", slide.en)]))


def _words(lang: str, words: Words) -> list[str]:
    heading = f"### {lang} {escaped(words.title)}".rstrip()
    lead = escaped_lead(words.lead) if words.lead else ""
    items = "\n".join(map(_item, words.items))
    keys = "\n".join(f"{key}: {escaped(words.get(key))}" for key in WORD_KEYS if words.get(key))
    notes = [(key, getattr(words.notes, key)) for key in NOTE_KEYS]
    quoted = "\n".join(_note(key, value) for key, value in notes if value)
    return [heading, lead, items, _table(words.rows), keys, quoted]


def _item(item: Item) -> str:
    box = f"[{item.mark}] " if item.mark else ""
    return f"- {box}{escaped(item.text) if box else escaped_item(item.text)}".rstrip()


def _note(key: str, value: str) -> str:
    lines = value.split("\n")
    written = [escaped(lines[0]), *map(escaped_note, lines[1:])]
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for at in order:
            if written[at] and written[at] != KEPT_BLANK:
                break
            written[at] = KEPT_BLANK
    return "\n".join([f"> {key}: {written[0]}", *(f"> {line}".rstrip() for line in written[1:])])


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    if not rows:
        return ""
    lines = ["| " + " | ".join(map(escaped_cell, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
