"""Commands of cases: build decks, check citations."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from course.cases import queries
from course.cases.decks import LANGUAGES, case_deck, parsed
from course.cases.masters import queries as master_queries
from course.cases.masters.designs import Plan, design_of
from course.errors import RuleBroken
from course.i18n import local_now
from course.roster.models import Stage
from slides import Design
from slides import check_laws as check_laws_of
from slides.designs.design import built_in
from slides.designs.looks import LOOKS

DAY = click.DateTime(["%Y-%m-%d"])


deck = AppGroup("deck", help="Lesson decks.")


@deck.command()
@click.argument("case")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--master", default="", help="primary, junior or senior, or a bureau's own: NAME or REGION/PATH/NAME.")
def build(case: str, stage: str, lang: str, out: Path, master: str) -> None:
    """Build the deck of a CASE (its key, such as fraud) for one stage and language."""
    line = queries.case_by_key(case)
    if line is None:
        raise click.ClickException(f"there is no case {case!r}; known: {', '.join(known_cases())}")
    design = design_named(master, stage) if master else None
    put(out, deck_bytes(line.case.id, stage, lang, design))
    click.echo(str(out))


def put(path: Path, content: bytes) -> None:
    """Put a deck there in one step: nobody opens half of one, also where this process ends in the middle."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


@deck.command("build-all")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def build_all(folder: Path) -> None:
    """Build every approved case × stage × language into FOLDER, as CASE.STAGE.LANG.pptx."""
    folder.mkdir(parents=True, exist_ok=True)
    for line in queries.library():
        for stage in line.case.stages if line.version else ():
            for language in LANGUAGES:
                path = folder / f"{line.case.key}.{stage}.{language}.pptx"
                put(path, deck_bytes(line.case.id, stage, language))
                click.echo(str(path))


@deck.command("check-laws")
@click.option("--on", type=DAY, default=None, help="The day of the lesson; today by default.")
def check_laws(on: datetime | None) -> None:
    """Hold every citation of every case against the law table; exit 1 if one does not hold."""
    day = on.date() if on else local_now().date()
    found = [found for line in queries.library() if line.version for found in problems_of(line, day)]
    for sentence in found:
        click.echo(sentence)
    click.echo(f"{len(found)} problems on {day}")
    raise SystemExit(1 if found else 0)


def problems_of(line: queries.CaseLine, day: date) -> list[str]:
    """What a case says about laws and does not hold on a day, one sentence each."""
    found = check_laws_of(parsed(line.version.text), queries.law_table(), day)
    return [f"{line.case.key}: {problem}" for problem in found]


def design_named(name: str, stage: str) -> Design:
    """A built-in design, or that of a master in use, by its name; one that two regions use needs the region before."""
    if name in LOOKS:
        return built_in(name)
    found = master_queries.by_name(name)
    if len(found) != 1:
        known = [f"{master.region_path}/{master.name}" for master in found or master_queries.in_use()]
        names = ", ".join(known if found else [*LOOKS, *known])
        raise click.ClickException(f"{len(found)} designs in use are called {name!r}; known: {names}")
    try:
        return design_of(Plan.of(found[0]), stage)
    except RuleBroken as broken:
        raise click.ClickException(str(broken.problems[0])) from None


def deck_bytes(case_id: int, stage: str, language: str, design: Design | None = None) -> bytes:
    """A deck, or the reasons why it cannot be built."""
    wanted = {"stage": Stage(stage), "language": language, "built_on": local_now().date(), "design": design}
    try:
        return case_deck(case_id, **wanted).content
    except RuleBroken as broken:
        raise click.ClickException("\n".join(str(problem) for problem in broken.problems)) from None


def known_cases() -> list[str]:
    """The keys of the library."""
    return [line.case.key for line in queries.library()]
