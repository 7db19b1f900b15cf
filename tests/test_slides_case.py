"""Case files: what is read is written back, and everything that is wrong is reported with its line and a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slides import CaseRefused, built_in_cases, check_anonymity, parse_case, read_case, write_case
from slides.case import check_form
from slides.kinds import KINDS, LIMITS, STAGE_ORDER, limit
from slides.problems import SENTENCES, Problem
from tests.test_slides_sample import sample_case, sample_text

SCENES = frozenset({"plain"})
CANONICAL = write_case(read_case(sample_text()))


def problems_of(text: str) -> list[Problem]:
    case, problems = parse_case(text)
    return [*problems, *check_form(case, SCENES), *check_anonymity(case)]


def rules_of(text: str) -> set[str]:
    return {problem.rule for problem in problems_of(text)}


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def test_the_sample_has_no_problems() -> None:
    assert problems_of(sample_text()) == []


def test_reading_and_writing_a_canonical_file_gives_the_same_bytes() -> None:
    assert write_case(read_case(CANONICAL)).encode() == CANONICAL.encode()
    assert read_case(CANONICAL) == sample_case()


@pytest.mark.parametrize("path", built_in_cases(), ids=lambda path: path.stem)
def test_the_built_in_cases_are_read_without_problems_and_written_the_same_twice(path: Path) -> None:
    case = read_case(path.read_text(encoding="utf-8"))
    again = write_case(case)
    assert read_case(again) == case
    assert write_case(read_case(again)) == again
    assert check_form(case) == ()


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    assert read_case("\ufeff" + CANONICAL.replace("\n", "\r\n")) == sample_case()


BROKEN = [
    ("schema: 1", "schema: 2", "bad-value"),
    ("theme: T02", "theme: bullying", "bad-value"),
    ("theme: T02", "theme: T02\ntheme: T03", "repeated-key"),
    ("theme: T02", "themes: T02", "unknown-key"),
    ("theme: T02", "theme:", "empty-key"),
    ("approved: 2026-11-20", "approved: 2026-02-30", "bad-value"),
    ("approver: 审核组\n", "", "missing-key"),
    ("minutes: 40", "minutes: 99", "minutes-sum"),
    ("# 开始 | Opening", "# 开始", "part-name"),
    ("# 开始 | Opening\n", "", "slide-before-part"),
    ("## goals", "## aims", "unknown-kind"),
    ("### zh 今天学会", "### 今天学会", "language-heading"),
    ("### en Today", "#### en Today", "misplaced-line"),
    ("谁拿了它？", "谁拿了它？\n\n第二段。", "lead-twice"),
    ("- 橡皮不见了。", "又一段话\n\n- 橡皮不见了。", "lead-unwanted"),
    ("先听一听", "", "lead-missing"),
    ("- [x] 问清楚再说", "- [ ] 问清楚再说", "one-right"),
    ("- [ ] Laugh at him\n- [x] Ask first", "- [x] Laugh at him\n- [ ] Ask first", "right-differs"),
    ("- [x] 帮他找\n", "", "item-count"),
    ("- [ ] 起外号", "- 起外号", "item-mark"),
    ("- 第一步 | 停一停", "- 第一步：停一停", "item-pair"),
    ("| 掉地上 | 3 |", "| 掉地上 | 三 |", "table-shape"),
    ("| 掉地上 | 3 |", "| 掉地上 | 4 |", "numbers-differ"),
    ("| 丢了 | 一起找 |", "| 丢了 |  |", "table-shape"),
    ("| 丢了 | 一起找 |", "| 丢了 | 一起找 | 多了 |", "table-shape"),
    ("picture: plain\nminutes: 3", "minutes: 3", "missing-key"),
    ("picture: plain\nminutes: 3", "picture: nowhere\nminutes: 3", "scene-missing"),
    ("cite: 《示例法》第二条第一款", "cite: 示例法二条", "law-unreadable"),
    ("cite: 《示例法》第二条第一款", "cite: 《示例法》第二条\nsentences: first", "bad-value"),
    ("law: Sample Law", "", "missing-key"),
    ("by: 小雨", "by: 小雨\nwho: 小雨", "unknown-key"),
    (
        "by: 小雨\n\n> say: 慢慢讲，讲完停一停。\n> ask: 你会怎么做？",
        "by: 小雨\n\n> say: 慢慢讲，讲完停一停。",
        "missing-key",
    ),
    ("> say: 慢慢讲，讲完停一停。", "> tell: 慢慢讲", "unknown-key"),
    ("我真的**没有**拿。", "我真的**没有拿。", "bold-open"),
    ("先听一听", "待补充", "gap-word"),
    ("Listen first", "None", "gap-word"),
    ("先听一听", "先听\u202e一听", "control-character"),
    ("### zh 找到了", "### zh 橡皮去哪了", "same-title"),
    ("## answer", "## points", "quiz-alone"),
    ("- 小雨没拿。", "- 育才区第三小学的小雨。", "anonymity"),
    ("- 小雨没拿。", "- 2026年3月5日没拿。", "anonymity"),
    ("stages: primary_low, primary_high", "stages: nursery, primary_high", "bad-value"),
]


@pytest.mark.parametrize(
    ("before", "after", "rule"), BROKEN, ids=[f"{rule}-{n}" for n, (_, _, rule) in enumerate(BROKEN)]
)
def test_what_is_wrong_is_reported_by_its_rule(before: str, after: str, rule: str) -> None:
    assert before in sample_text()
    assert rule in rules_of(sample_text().replace(before, after, 1))


def test_a_problem_names_its_line_and_what_to_do_in_both_languages() -> None:
    text = sample_text().replace("先听一听", "先听一听" * 10)
    problem = next(problem for problem in problems_of(text) if problem.rule == "too-long")
    assert problem.line == line_of(text, "先听一听" * 10)
    assert problem.sentence() == "The paragraph has 40 characters, 12 are allowed for grades 1–2: cut 28."
    assert problem.sentence("zh") == "正文有 40 个字，小学低年级最多 12 个：请删去 28 个。"


def test_every_problem_has_its_sentence_and_every_sentence_its_problem() -> None:
    root = Path(__file__).parent.parent
    files = [path for path in root.glob("slides/**/*.py") if path.name != "problems.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    reported = set(re.findall(r'(?:Problem|report)\(\s*"([a-z-]+)"', source))
    assert reported <= set(SENTENCES)
    source += "".join(path.read_text(encoding="utf-8") for path in root.glob("course/cases/**/*rules.py"))
    assert set(SENTENCES) <= set(re.findall(r'"([a-z-]+)"', source))


def test_reading_refuses_with_every_problem_at_once() -> None:
    text = sample_text().replace("theme: T02", "themes: T02").replace("## goals", "## aims")
    with pytest.raises(CaseRefused) as refused:
        read_case(text)
    assert {problem.rule for problem in refused.value.problems} >= {"unknown-key", "missing-key", "unknown-kind"}


@pytest.mark.parametrize(("kind", "field"), LIMITS)
def test_a_limit_grows_with_the_stage_and_is_doubled_in_english(kind: str, field: str) -> None:
    values = [limit(kind, field, stage, "zh") for stage in STAGE_ORDER]
    assert values == sorted(values)
    assert [limit(kind, field, stage, "en") for stage in STAGE_ORDER] == [2 * value for value in values]


def test_a_slide_for_several_stages_obeys_the_strictest() -> None:
    longer = "- 同学们都回头看着坐在窗边的小雨。"
    text = sample_text().replace("- 大家都看小雨。", longer, 1)
    assert "too-long" in rules_of(text)
    only_junior = text.replace("## goals\n\nminutes: 1", "## goals\n\nstages: junior\nminutes: 1")
    assert "too-long" not in rules_of(only_junior)


def test_a_deck_lacking_a_kind_is_reported_for_its_stage_only() -> None:
    text = sample_text().replace("## summary\n\nminutes: 2", "## summary\n\nstages: junior, senior\nminutes: 2")
    stages = {problem.values["stage"] for problem in problems_of(text) if problem.rule == "kind-missing"}
    assert stages == {"primary_low", "primary_high"}


def test_punctuation_at_the_end_is_not_counted() -> None:
    twelve = "一二三四五六七八九十甲乙"
    assert "too-long" not in rules_of(sample_text().replace("先听一听", f"{twelve}。”"))
    assert "too-long" in rules_of(sample_text().replace("先听一听", f"{twelve}丙"))


def test_the_guide_for_authors_names_every_kind_and_its_examples_are_read() -> None:
    guide = (Path(__file__).parent.parent / "slides" / "cases" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in guide for kind in KINDS)
    example = re.search(r"```markdown\n(---.*?)```", guide, re.S)[1]
    assert parse_case(example)[1] == ()


def test_values_outside_the_file_are_kept_when_a_slide_is_changed_as_a_value() -> None:
    case = sample_case()
    part = case.parts[0]
    changed = replace(part.slides[0], zh=replace(part.slides[0].zh, title="另一个标题"))
    again = replace(case, parts=(replace(part, slides=(changed, *part.slides[1:])), *case.parts[1:]))
    assert next(read_case(write_case(again)).slides).zh.title == "另一个标题"


LINES = st.sampled_from(
    [
        "# ",
        "## story",
        "### zh ",
        "- ",
        "- [x] a",
        "> say: ",
        "| a | b |",
        "|---|",
        "alt: ",
        "---",
        "key",
        "字",
        "\x00",
        "# a | b",
        "9: x",
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), LINES), max_size=8))
def test_no_file_crashes_the_reader_or_the_checks(changes: list[tuple[int, str]]) -> None:
    lines = CANONICAL.split("\n")
    for at, line in changes:
        lines.insert(at % len(lines), line)
    text = "\n".join(lines)
    assert all(problem.sentence() and problem.sentence("zh") and problem.line >= 0 for problem in problems_of(text))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered_with_problems(text: str) -> None:
    assert problems_of(text)
