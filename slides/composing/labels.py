"""The few words that the builder itself puts on slides and into notes, in both languages."""

from datetime import date

from slides.kinds import STAGE_ORDER

LABELS: dict[str, tuple[str, str]] = {
    "story": ("故事", "Story"),
    "right": ("这样做", "Do this"),
    "wrong": ("别这样做", "Avoid"),
    "law-text": ("法律原文", "The law says"),
    "law-own": ("用自己的话说", "In plain words"),
    "law-spine": ("保护我们", "It protects us"),
    "say": ("讲述", "Say"),
    "ask": ("提问", "Ask"),
    "expect": ("可能的回答", "Expect"),
    "sources": ("来源", "Sources"),
    "time": ("时间", "Time"),
    "answer": ("正确选项", "Right option"),
    "carry-on": ("接上一页，同一个要点。", "Carries on the slide before."),
    "words": ("法律原文", "The words of the law (Chinese)"),
    "shorter": (
        "页面上只用自己的话，原文供讲课人参考。",
        "The slide says it in plain words; the exact words are for the speaker.",
    ),
    "made-from": ("课件信息", "About this deck"),
}
STAGE_NAMES = {
    "zh": ("小学低年级", "小学高年级", "初中", "高中"),
    "en": ("Primary, grades 1-2", "Primary, grades 3-6", "Junior secondary", "Senior secondary"),
}
WEEKDAYS = "一二三四五六日"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def label(name: str, lang: str) -> str:
    """A label in a language."""
    return LABELS[name][1 if lang == "en" else 0]


def stage_name(stage: str, lang: str) -> str:
    """The name of a stage."""
    return STAGE_NAMES[lang][STAGE_ORDER.index(stage)]


def day(when: date, lang: str) -> str:
    """A date as people write it: 2026年11月26日 周四; 26 November 2026."""
    if lang == "en":
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日 周{WEEKDAYS[when.weekday()]}"


def minutes(number: float, lang: str) -> str:
    """A length of time: 3 分钟; 3 min."""
    return f"{number:g} min" if lang == "en" else f"{number:g} 分钟"


def continued(title: str, number: int, most: int, lang: str) -> str:
    """The title of a page that carries on another: （续）, or a shorter mark where the title is long."""
    count = "" if number == 1 else str(number)
    if lang == "en":
        return f"{title} (continued{count and ' ' + count})"
    longer = f"{title}（续{count}）"
    return longer if len(longer) <= most else f"{title}·续{count}"


def law_footer(name: str, version: date, in_force: date, lang: str) -> str:
    """Which version of a law a slide quotes."""
    if lang == "en":
        return f"{name}: version of {version.isoformat()}, in force since {in_force.isoformat()}"
    return f"《{name}》{version.isoformat()} 公布的版本，{in_force.isoformat()} 起施行"
