"""Write a case in its one canonical form: reading it again gives the same case, writing that the same bytes."""

from slides.case_values import Case, Part, Slide, Words
from slides.kinds import FRONT_KEYS, NOTE_KEYS, SLIDE_KEYS, WORD_KEYS


def write_case(case: Case) -> str:
    """Give the text of the case file."""
    blocks = [_front(case)]
    for part in case.parts:
        blocks += _part(part, case.stages)
    return "\n\n".join(blocks) + "\n"


def _front(case: Case) -> str:
    lines = [f"{key}: {case.get(key)}" for key in FRONT_KEYS if key not in ("sources", "stages") and case.get(key)]
    lines.insert([line.split(":")[0] for line in lines].index("strand") + 1, f"stages: {', '.join(case.stages)}")
    return "\n".join(["---", *lines, "sources:", *(f"- {source}" for source in case.sources), "---"])


def _part(part: Part, stages: tuple[str, ...]) -> list[str]:
    return [f"# {part.zh} | {part.en}"] + [block for slide in part.slides for block in _slide(slide, stages)]


def _slide(slide: Slide, stages: tuple[str, ...]) -> list[str]:
    values = dict(slide.keys)
    if slide.stages != stages:
        values["stages"] = ", ".join(slide.stages)
    if slide.minutes:
        values["minutes"] = f"{slide.minutes:g}"
    keys = "\n".join(f"{key}: {values[key]}" for key in SLIDE_KEYS if key in values)
    return list(filter(None, [f"## {slide.kind}", keys, *_words("zh", slide.zh), *_words("en", slide.en)]))


def _words(lang: str, words: Words) -> list[str]:
    items = "\n".join(f"- [{item.mark}] {item.text}" if item.mark else f"- {item.text}" for item in words.items)
    keys = "\n".join(f"{key}: {words.get(key)}" for key in WORD_KEYS if words.get(key))
    notes = [(key, getattr(words.notes, key)) for key in NOTE_KEYS]
    quoted = "\n".join(f"> {key}: " + value.replace("\n", "\n> ") for key, value in notes if value)
    return [f"### {lang} {words.title}", words.lead, items, _table(words.rows), keys, quoted]


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    if not rows:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
