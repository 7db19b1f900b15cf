"""The kinds of slide and what each must carry: the contract of slides/cases/README.md as data."""

from dataclasses import dataclass

STAGE_ORDER = ("primary_low", "primary_high", "junior", "senior")
STRANDS = ("patriotism", "reasonableness", "law-abiding", "self-protection")
LANGUAGES = ("zh", "en")
STAGE_NAMES = {
    "primary_low": ("grades 1–2", "小学低年级"),
    "primary_high": ("grades 3–6", "小学高年级"),
    "junior": ("junior high", "初中"),
    "senior": ("senior high", "高中"),
    "every stage": ("every stage", "各学段"),
}
KIND_NAMES = {
    "cover": ("Cover", "封面"),
    "goals": ("Goals", "目标"),
    "section": ("Section", "分节"),
    "points": ("Points", "要点"),
    "story": ("Story", "故事"),
    "quote": ("Quote", "引言"),
    "discussion": ("Discussion", "讨论"),
    "timeline": ("Timeline", "时间轴"),
    "right-and-wrong": ("Right and wrong", "对与错"),
    "chart": ("Chart", "图表"),
    "law": ("Law", "法条"),
    "table": ("Table", "表格"),
    "quiz": ("Quiz", "测验"),
    "answer": ("Answer", "答案"),
    "help": ("Help", "求助"),
    "summary": ("Summary", "小结"),
    "qr": ("QR code", "二维码"),
}


@dataclass(frozen=True)
class Kind:
    """What one kind of slide must and may carry."""

    name: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    lead: str = "no"
    shape: str = "none"
    count: tuple[int, int] = (0, 0)
    words_need: tuple[str, ...] = ()
    words_may: tuple[str, ...] = ()
    asks: bool = False
    timed: bool = True


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("cover", may=("picture",), lead="required", words_may=("alt",), timed=False),
        Kind("goals", shape="lines", count=(3, 3)),
        Kind("section", may=("picture",), lead="required", words_may=("alt",), timed=False),
        Kind("points", lead="optional", shape="lines", count=(2, 4)),
        Kind("story", needs=("picture",), shape="lines", count=(1, 3), words_need=("alt",), asks=True),
        Kind("quote", may=("picture",), lead="required", words_need=("by",), words_may=("alt",), asks=True),
        Kind("discussion", lead="required", shape="lines", count=(2, 2), asks=True),
        Kind("timeline", shape="pairs", count=(3, 5), asks=True),
        Kind("right-and-wrong", shape="marked", count=(2, 3), asks=True),
        Kind(
            "chart",
            needs=("chart",),
            lead="required",
            shape="numbers",
            count=(2, 6),
            words_need=("source", "alt"),
            words_may=("unit",),
            asks=True,
        ),
        Kind("law", needs=("cite",), may=("sentences",), shape="lines", count=(1, 3), words_may=("law",), asks=True),
        Kind("table", lead="optional", shape="cells", count=(2, 5), words_may=("source",), asks=True),
        Kind("quiz", lead="required", shape="options", count=(2, 4), asks=True),
        Kind("answer", lead="required"),
        Kind("help", shape="pairs", count=(2, 4)),
        Kind("summary", shape="lines", count=(3, 3)),
        Kind("qr", lead="required", timed=False),
    )
}

REQUIRED_KINDS = ("goals", "story", "discussion", "law", "quiz", "answer", "help", "summary")
SLIDE_COUNT = (12, 24)
SLIDE_KEYS = ("stages", "picture", "cite", "sentences", "chart", "minutes")
WORD_KEYS = ("by", "law", "unit", "source", "alt")
NOTE_KEYS = ("say", "ask", "expect", "sources")

FRONT_KEYS = (
    "schema",
    "id",
    "version",
    "theme",
    "strand",
    "stages",
    "minutes",
    "title.zh",
    "title.en",
    "summary.zh",
    "summary.en",
    "author",
    "approver",
    "approved",
    "laws-checked",
    "sources",
)
FRONT_OPTIONAL = ("approver", "approved")

# Characters of a field by stage, for Chinese; English may be twice as long.
LIMITS: dict[tuple[str, str], tuple[int, int, int, int]] = {
    ("cover", "lead"): (16, 20, 26, 30),
    ("goals", "line"): (12, 16, 22, 26),
    ("section", "lead"): (12, 18, 24, 28),
    ("points", "lead"): (12, 16, 24, 28),
    ("points", "line"): (12, 16, 22, 28),
    ("story", "line"): (12, 20, 28, 34),
    ("quote", "lead"): (24, 36, 50, 60),
    ("quote", "by"): (8, 10, 12, 12),
    ("discussion", "lead"): (16, 24, 30, 36),
    ("discussion", "line"): (12, 18, 26, 34),
    ("timeline", "first"): (5, 6, 6, 8),
    ("timeline", "second"): (8, 9, 13, 18),
    ("right-and-wrong", "line"): (8, 9, 14, 18),
    ("chart", "lead"): (14, 18, 24, 28),
    ("chart", "label"): (6, 6, 8, 8),
    ("law", "line"): (12, 16, 24, 28),
    ("table", "lead"): (10, 12, 18, 24),
    ("table", "cell"): (6, 8, 10, 14),
    ("quiz", "lead"): (18, 24, 36, 44),
    ("quiz", "line"): (10, 11, 16, 22),
    ("answer", "lead"): (20, 24, 40, 50),
    ("help", "first"): (6, 6, 6, 6),
    ("help", "second"): (8, 10, 14, 16),
    ("summary", "line"): (12, 16, 24, 28),
    ("qr", "lead"): (14, 16, 22, 26),
}
TITLE_LIMIT = (12, 14, 18, 20)
SLIDE_LIMIT = (70, 70, 110, 150)
NODE_LIMIT = (4, 4, 5, 5)
NOTE_LIMITS = {"say": (6, 400), "ask": (4, 80), "expect": (2, 160), "sources": (2, 160)}
WORD_LIMITS = {"alt": (10, 120), "source": (2, 40), "law": (2, 30), "unit": (1, 6)}
FRONT_LIMITS = {"title": 20, "summary": 60, "part": 12}
LAW_WORDS_LIMIT = 180

FIELD_NAMES = {
    "title": ("The title", "标题"),
    "lead": ("The paragraph", "正文"),
    "line": ("This line", "这一行"),
    "first": ("The first half", "前半"),
    "second": ("The second half", "后半"),
    "by": ("“by”", "“by”"),
    "label": ("The label", "标签"),
    "cell": ("This cell", "这一格"),
    "alt": ("The alt text", "图片说明"),
    "source": ("The source", "来源"),
    "law": ("The law's name", "法律名称"),
    "unit": ("The unit", "单位"),
    "say": ("“say”", "“say”"),
    "ask": ("“ask”", "“ask”"),
    "expect": ("“expect”", "“expect”"),
    "sources": ("“sources”", "“sources”"),
    "summary": ("The summary", "简介"),
    "part": ("The part's name", "部分的名字"),
    "options": ("An option", "选项"),
    "words": ("The words of the law", "法律原文"),
}


def limit(kind: str, field: str, stage: str, lang: str) -> int | None:
    """Give the most characters a field may have, or nothing where it has no limit of its own."""
    row = TITLE_LIMIT if field == "title" else LIMITS.get((kind, field))
    if row is None:
        return None
    return row[STAGE_ORDER.index(stage)] * (2 if lang == "en" else 1)
