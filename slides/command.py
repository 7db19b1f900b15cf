"""The commands python -m slides.case and python -m slides.render, for authors of cases."""
import argparse
import sys
from pathlib import Path

from slides.case_checking import check_form
from slides.case_reading import parse_case
from slides.case_writing import write_case

SCENES = Path(__file__).parent / "art" / "scenes"


def scene_names() -> frozenset[str]:
    """The pictures that stories may name."""
    return frozenset(path.stem for path in SCENES.glob("*.svg"))


def check_files(arguments: list[str]) -> int:
    """Check case files and print every problem; with --write rewrite the good ones in canonical form."""
    parser = argparse.ArgumentParser(prog="python -m slides.case", description=check_files.__doc__)
    parser.add_argument("--write", action="store_true", help="rewrite files without problems in canonical form")
    parser.add_argument("--lang", choices=("zh", "en"), default="en", help="the language of the sentences")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    return max(_check_file(path, options.write, options.lang) for path in options.files)


def _check_file(path: Path, rewrite: bool, lang: str) -> int:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        print(f"{path}: cannot be read: {trouble}", file=sys.stderr)
        return 2
    case, problems = parse_case(text)
    problems = tuple(sorted((*problems, *check_form(case, scene_names())), key=lambda each: each.line))
    for problem in problems:
        print(f"{path}:{problem.line}: {problem.sentence(lang)}")
    if not problems and rewrite:
        path.write_text(write_case(case), encoding="utf-8")
    print(f"{path}: {len(problems)} problems" if problems else f"{path}: no problems; {summary(case)}")
    return 1 if problems else 0


def summary(case: object) -> str:
    """One line a person can compare with the plan of the lesson."""
    return ", ".join(f"{stage} {len(case.slides_for(stage))} slides {sum(s.minutes for s in case.slides_for(stage)):g} min"
                     for stage in case.stages)
