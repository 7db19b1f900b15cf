"""What the speaker sees below each slide: the words to say, the time, the question, the sources."""

from datetime import date

from slides.casefile.values import Case, Notes
from slides.composing.labels import day, label, minutes, stage_name
from slides.words import plain


def speaker_notes(notes: Notes, case: Case, time: float, lang: str, *, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The notes of one slide, a paragraph each."""
    lines = [f"{label('time', lang)}{_colon(lang)}{minutes(time, lang)}"] if time else []
    for key in ("say", "ask", "expect"):
        text = plain(getattr(notes, key))
        if text:
            first, *rest = text.split("\n")
            lines += [f"{label(key, lang)}{_colon(lang)}{first}", *rest]
    lines += more
    sources = notes.sources or ("；" if lang == "zh" else "; ").join(case.sources)
    return (*lines, *_sources(plain(sources), lang))


def _sources(text: str, lang: str) -> tuple[str, ...]:
    return (f"{label('sources', lang)}{_colon(lang)}{' '.join(text.split())}",) if text else ()


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "


def about(
    case: Case,
    stage: str,
    lang: str,
    *,
    checked: date | None,
    taught_on: date,
    built_on: date,
    master: str,
    fingerprint: str,
) -> tuple[str, ...]:
    """The last paragraphs of the last slide's notes: what this deck was made from."""
    version, approver, approved = case.version, case.get("approver"), case.get("approved")
    if lang == "en":
        return (
            "— About this deck —",
            f"Case: {case.title('en')} ({case.id}), version {version}; author: {case.get('author')}",
            f"Approved: {approver}, {approved}" if approver else "Approved: not yet, do not use in class",
            f"Law table checked: {checked.isoformat() if checked else case.get('laws-checked')}; laws as "
            f"in force on {taught_on.isoformat()}",
            f"Built: {day(built_on, 'en')}; stage: {stage_name(stage, 'en')}; language: English; master: "
            f"{master}; inputs: {fingerprint}",
        )
    return (
        "— 课件信息 —",
        f"案例：{case.title('zh')}（{case.id}），第 {version} 版；编写：{case.get('author')}",
        f"审核：{approver}，{approved}" if approver else "审核：尚未审核，不能用于课堂",
        f"法律库核对日期：{checked.isoformat() if checked else case.get('laws-checked')}；按 {taught_on.isoformat()} "
        f"有效的法律",
        f"生成：{day(built_on, 'zh')}；学段：{stage_name(stage, 'zh')}；语言：中文；母版：{master}；"
        f"输入：{fingerprint}",
    )
