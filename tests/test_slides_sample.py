"""An invented case with every kind of slide, invented laws and a plain scene, for the tests of the deck builder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slides import Case, Law, LawArticle, LawTable, Moved, read_case
from slides.kinds import KINDS

TODAY = date(2026, 11, 23)
SCENE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900"><rect width="1200" height="900" fill="#bfe3f7"/>'
    '<circle cx="600" cy="450" r="200" fill="#ffd166"/></svg>'
)
FRONT = """---
schema: 1
id: sample
version: 3
theme: T02
strand: self-protection
stages: primary_low, primary_high, junior, senior
minutes: 40
title.zh: 一块橡皮的事
title.en: About a rubber
summary.zh: 从一块橡皮说起。
summary.en: It begins with a rubber.
author: 编写组
approver: 审核组
approved: 2026-11-20
laws-checked: 2026-11-20
sources:
- 《示例法》，示例数据库
---
"""
ALT = {"zh": "alt: 一个孩子站在教室里，大家看着他。", "en": "alt: A child stands in a classroom; all look on."}
CHART = {
    "zh": "多数是自己忘了\n\n| 去向 | 件 |\n|---|---|\n| 忘在家 | 6 |\n| 掉地上 | 3 |\n\n"
    "source: 示例数据\nalt: 柱形图：忘在家六件，掉地上三件。",
    "en": "Mostly left at home\n\n| Place | Count |\n|---|---|\n| Home | 6 |\n| Floor | 3 |\n\n"
    "source: sample data\nalt: Columns: left at home six, on the floor three.",
}
NOTES = {
    "zh": "> say: 慢慢讲，讲完停一停。\n> ask: 你会怎么做？\n> expect: 各种回答都可以。\n> sources: 示例编写",
    "en": "> say: Tell it slowly, then pause.\n> ask: What would you do?\n> expect: Any answer.\n> sources: invented",
}


def slide(kind: str, keys: str, zh: tuple[str, str], en: tuple[str, str], *, alt: str = "") -> str:
    """The text of one slide from its title and body in each language."""
    blocks = [f"## {kind}", keys]
    for lang, (title, body) in (("zh", zh), ("en", en)):
        words = {
            "zh": "alt: 一个孩子站在教室里，大家看着他。",
            "en": "alt: A child stands in a classroom; all look on.",
        }[lang]
        blocks += [f"### {lang} {title}", body, words if alt else "", NOTES[lang]]
    return "\n\n".join(filter(None, blocks))


def _slides() -> list[str]:
    lines = "- 橡皮不见了。\n- 大家都看小雨。\n- 小雨没拿。"
    english = "- The rubber is gone.\n- All look at Yu.\n- Yu did not take it."
    options = "- [ ] 一起笑他\n- [x] 问清楚再说\n- [ ] 翻他的书包"
    choices = "- [ ] Laugh at him\n- [x] Ask first\n- [ ] Search his bag"
    return [
        slide("cover", "picture: plain", ("一块橡皮", "谁拿了它？"), ("A rubber", "Who took it?"), alt="yes"),
        slide("goals", "minutes: 1", ("今天学会", lines), ("Today", english)),
        slide("section", "", ("故事", "先听一听"), ("The story", "Listen first")),
        slide("points", "minutes: 1", ("三个问题", f"想一想\n\n{lines}"), ("Three questions", f"Think\n\n{english}")),
        slide("story", "picture: plain\nminutes: 3", ("橡皮去哪了", lines), ("Where is it", english), alt="yes"),
        slide("story", "picture: plain\nminutes: 3", ("找到了", lines), ("It is found", english), alt="yes"),
        slide(
            "quote",
            "minutes: 2",
            ("小雨说", "我真的**没有**拿。\n\nby: 小雨"),
            ("Yu says", "I did **not** take it.\n\nby: Yu"),
        ),
        slide(
            "discussion",
            "minutes: 4",
            ("说一说", "该不该怪他？\n\n- 先怪他再说。\n- 没看见不能怪。"),
            ("Talk", "Blame him?\n\n- Blame him first.\n- Not unless we saw."),
        ),
        slide(
            "timeline",
            "minutes: 3",
            ("怎么办", "- 第一步 | 停一停\n- 第二步 | 问一问\n- 第三步 | 找老师"),
            ("What to do", "- Step 1 | Stop\n- Step 2 | Ask\n- Step 3 | Tell a teacher"),
        ),
        slide(
            "right-and-wrong",
            "minutes: 3",
            ("这样和那样", "- [x] 问清楚\n- [x] 帮他找\n- [ ] 起外号\n- [ ] 翻书包"),
            ("This and that", "- [x] Ask\n- [x] Help him\n- [ ] Call names\n- [ ] Search bags"),
        ),
        slide(
            "chart",
            "chart: bar\nminutes: 2",
            ("东西去哪了", CHART["zh"]),
            ("Where things go", CHART["en"]),
        ),
        slide(
            "law",
            "cite: 《示例法》第二条第一款\nminutes: 3",
            ("法律怎么说", "- 不能**欺负**同学"),
            ("What the law says", "- Do not **bully**\n\nlaw: Sample Law"),
        ),
        slide(
            "table",
            "minutes: 2",
            ("两种情况", "| 情况 | 怎么办 |\n|---|---|\n| 丢了 | 一起找 |\n| 被拿 | 找老师 |"),
            ("Two cases", "| Case | Then |\n|---|---|\n| Lost | Search |\n| Taken | Tell |"),
        ),
        slide(
            "quiz",
            "minutes: 2",
            ("考考你", f"橡皮不见了怎么办？\n\n{options}"),
            ("A quiz", f"It is gone. Now what?\n\n{choices}"),
        ),
        slide(
            "answer",
            "minutes: 1",
            ("答案来了", "没有看见，就不能怪人。"),
            ("The answer", "We did not see, so we do not blame."),
        ),
        slide(
            "help",
            "minutes: 1",
            ("找谁帮忙", "- 110 | 有危险\n- 12355 | 心里难过"),
            ("Who helps", "- 110 | Danger\n- 12355 | When sad"),
        ),
        slide("summary", "minutes: 2", ("三句话", lines), ("Three lines", english)),
        slide("qr", "", ("说说这节课", "匿名，一分钟"), ("Your view", "No names, one minute")),
    ]


def sample_text() -> str:
    """The sample case as a file."""
    slides = _slides()
    parts = ["# 开始 | Opening", *slides[:2], "# 故事 | The story", *slides[2:7], "# 学习 | Learning", *slides[7:]]
    return FRONT + "\n" + "\n\n".join(parts) + "\n"


def sample_case() -> Case:
    """The sample case as a value."""
    return read_case(sample_text())


def sample_laws() -> LawTable:
    """Invented laws: one in force with an old number that moved, one ended, one to come."""
    articles = (
        LawArticle.from_text(1, "为了示例，制定本法。"),
        LawArticle.from_text(
            2, "学生不得欺负同学；学校应当制止。\n有下列情形之一的，应当报告：\n（一）多次欺负的；\n（二）结伙欺负的。"
        ),
        LawArticle.from_text(3, "不得从高处抛物。"),
        LawArticle.from_text(3, "本条是之一。", branch=1),
        LawArticle.from_text(51, "殴打他人的，处罚款。"),
        LawArticle.from_text(9, "甲" * 120 + "。" + "乙" * 60 + "。" + "丙" * 60 + "。"),
        LawArticle.from_text(10, "丁" * 80 + "。" + "戊" * 60 + "。"),
    )
    moved = (Moved(3, 51, "殴打他人", ("殴打", "打人")),)
    return LawTable(
        (
            Law("中华人民共和国示例法", ("样法",), date(2025, 6, 27), date(2026, 1, 1), articles, moved=moved),
            Law(
                "旧法",
                (),
                date(2000, 1, 1),
                date(2000, 2, 1),
                articles[:1],
                ended=date(2026, 8, 15),
                replaced_by="《新法》",
            ),
            Law("新法", (), date(2026, 10, 1), date(2027, 3, 1), articles[:1]),
        ),
        date(2026, 11, 20),
    )


def plain_scenes(folder: Path, *names: str) -> Path:
    """A folder in which every named scene is the same plain picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ("plain",):
        (folder / f"{name}.svg").write_text(SCENE, encoding="utf-8")
    return folder


def test_the_sample_has_every_kind_of_slide() -> None:
    assert {slide.kind for slide in sample_case().slides} == set(KINDS)
