"""The commands python -m slides.case and python -m slides.render, for authors of cases."""

import argparse
import sys
from datetime import date
from pathlib import Path

from slides.anonymity.rules import check_anonymity
from slides.casefile.reading import parse_case
from slides.casefile.values import Case
from slides.casefile.writing import write_case
from slides.checks.form import check_form
from slides.composing.compose import check_fit, compose
from slides.kinds import LANGUAGES, STAGE_ORDER
from slides.law.file import read_table, stand_in_table
from slides.law.laws import LawTable
from slides.pptx.deck_file import Studio, draw
from slides.pptx.pictures import SceneMissing, scene_names
from slides.problems import CaseRefused, Problem

SAMPLE_ADDRESS = "https://example.org/s/abcd1234"


def check_files(arguments: list[str]) -> int:
    """Check case files, print every problem with its line; exit 1 for problems, 2 for files that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m slides.case", description=check_files.__doc__)
    parser.add_argument("--write", action="store_true", help="rewrite files without problems in canonical form")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the sentences")
    _add_law_options(parser)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    return max(_check_file(path, options) for path in options.files)


def build_file(arguments: list[str]) -> int:
    """Build one deck from a case file."""
    parser = argparse.ArgumentParser(prog="python -m slides.render", description=build_file.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--stage", required=True, choices=STAGE_ORDER)
    parser.add_argument("--lang", required=True, choices=LANGUAGES)
    parser.add_argument("--out", required=True, type=Path)
    _add_law_options(parser)
    options = parser.parse_args(arguments)
    try:
        case, problems = parse_case(options.file.read_text(encoding="utf-8-sig"))
        if problems:
            raise CaseRefused(problems)
        laws, on = _laws_and_day(case, options)
        deck = compose(case, stage=options.stage, lang=options.lang, laws=laws, survey_url=SAMPLE_ADDRESS, built_on=on)
        options.out.write_bytes(draw(deck, Studio()))
    except (CaseRefused, OSError, UnicodeDecodeError, SceneMissing) as trouble:
        print(f"{options.file}: {trouble}", file=sys.stderr)
        return 1
    print(f"{options.out}: {len(deck.pages)} slides")
    return 0


def _add_law_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--laws", type=Path, help="a law table as JSON; left out, stand-in words fill the law slides")
    parser.add_argument(
        "--on", type=date.fromisoformat, help="the day of the lesson; left out, the day of laws-checked"
    )


def _laws_and_day(case: Case, options: argparse.Namespace) -> tuple[LawTable, date]:
    laws = read_table(options.laws.read_text(encoding="utf-8")) if options.laws else stand_in_table(case)
    return laws, options.on or date.fromisoformat(case.get("laws-checked"))


def _check_file(path: Path, options: argparse.Namespace) -> int:
    try:
        case, problems = parse_case(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as trouble:
        print(f"{path}: cannot be read: {trouble}", file=sys.stderr)
        return 2
    problems = tuple(
        sorted((*problems, *check_form(case, scene_names()), *check_anonymity(case)), key=lambda each: each.line)
    )
    if not {problem.rule for problem in problems} - {"scene-missing", "anonymity"}:
        problems += check_fit(case, *_laws_and_day(case, options))
    for problem in problems:
        print(f"{path}:{problem.line}: {problem.sentence(options.lang)}")
    if not problems and options.write:
        path.write_text(write_case(case), encoding="utf-8")
    print(f"{path}: {_verdict(case, problems)}")
    return 1 if problems else 0


def _verdict(case: Case, problems: tuple[Problem, ...]) -> str:
    """The number of problems, or one line that a person can compare with the plan of the lesson."""
    if problems:
        return f"{len(problems)} problems"
    stages = (
        f"{stage} {len(case.slides_for(stage))} slides {sum(slide.minutes for slide in case.slides_for(stage)):g} min"
        for stage in case.stages
    )
    return "no problems; " + ", ".join(stages)
