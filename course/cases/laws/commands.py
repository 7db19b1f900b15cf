"""The commands of the law table: take in an official text, list what is there, recall decks, hand the table on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from course import uploads
from course.cases.laws import actions as law_actions
from course.cases.laws import queries as law_queries
from course.cases.laws import recall_actions, recall_queries
from course.cases.laws import rules as law_rules
from course.cases.laws.comparison import Relation, compared
from course.cases.laws.document import KINDS, read_file
from course.cases.laws.rules import LawFacts
from course.cases.laws.text import LawText, LawUnreadable
from course.cases.laws.wording import sentence
from course.cases.queries import law_table
from course.db import one_transaction, utc_now
from course.errors import RuleBroken
from course.i18n import local_now
from slides.law.file import write_table

DAY = click.DateTime(["%Y-%m-%d"])
OPTION_OF = {"title": "--title", "version_date": "--version-date", "effective": "--effective", "repealed": "--repealed"}
laws = AppGroup("laws", help="The law table.")


@laws.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="The full title, where the file does not show it.")
@click.option("--version-date", type=DAY, help="The day on which this wording was passed, amended or published.")
@click.option("--effective", type=DAY, help="The day from which it is in force.")
@click.option("--repealed", type=DAY, help="The day on which it is no longer in force.")
@click.option("--replaced-by", default="", help="The law that takes its place.")
@click.option("--short", multiple=True, help="A short title; may be given several times.")
@click.option("--english", default="", help="The name in English.")
@click.option("--dry-run", is_flag=True, help="Read and compare, but write nothing.")
def import_file(path: Path, dry_run: bool, **given: object) -> None:
    """Take in an official .docx or .txt as a version of its law; the same file twice changes nothing."""
    text = read(path)
    facts = facts_of(text, given, path.name)
    tell_changes(text, facts)
    if not dry_run:
        click.echo(write(text, facts))


def read(path: Path) -> LawText:
    """Read a file that the gate lets through; end with what to do where it cannot be read."""
    try:
        uploads.judge(path, path.name, KINDS)
        return read_file(path)
    except uploads.UploadRefused as refused:
        raise click.ClickException(f"{path.name}: {refused}") from None
    except LawUnreadable as unreadable:
        raise click.ClickException("\n".join(f"{path.name}: {sentence(one)}" for one in unreadable.problems)) from None


def facts_of(text: LawText, given: dict[str, object], name: str) -> LawFacts:
    """What the file says, and what the options say instead."""
    days = {key: given[key].date() if given[key] else None for key in ("version_date", "effective", "repealed")}
    effective = days["effective"] or text.effective
    known = law_queries.law_by_title(str(given["title"]) or text.title)
    return LawFacts(
        title=known.title if known else str(given["title"]) or text.title,
        version_date=days["version_date"] or text.version_date,
        effective=effective,
        repealed=days["repealed"],
        replaced_by=str(given["replaced_by"]),
        short_titles=tuple(given["short"]) or (() if known else law_rules.usual_names(text.title)),
        title_en=str(given["english"]),
        source=law_rules.with_mark(name, verified=effective == text.effective),
    )


def tell_changes(text: LawText, facts: LawFacts) -> None:
    """Print what the text is and what differs from the version that is there."""
    comparison = compared(text)
    found = comparison.changes
    counts = {"added": found.added, "removed": found.removed, "changed": found.changed, "renumbered": found.moved}
    click.echo(f"{facts.title}: {len(text.articles)} articles, version {facts.version_date}, from {facts.effective}")
    if comparison.version is not None:
        figures = ", ".join(f"{len(numbers)} {name}" for name, numbers in counts.items())
        direction = "to" if comparison.relation is Relation.EARLIER else "since"
        click.echo(f"{direction} {comparison.version.version_date}: {figures}, {found.unchanged} unchanged")
    for moved in found.moved:
        click.echo(f"  {moved.old} → {moved.new} ({moved.alike:.0%})")


def write(text: LawText, facts: LawFacts) -> str:
    """Take the text in and recall the decks that this concerns; end with what is missing where it cannot be."""
    today = local_now().date()
    try:
        with one_transaction():
            done = law_actions.import_law(facts, text.articles, by=None, today=today, now=utc_now())
    except RuleBroken as broken:
        asked = (f"{problem} ({OPTION_OF.get(problem.field or '', '')})" for problem in broken.problems)
        raise click.ClickException("\n".join(asked)) from None
    return "\n".join(["Taken in." if done.changed else "Nothing has changed.", recalled()])


@laws.command("list")
@click.option("--on", type=DAY, default=None, help="The day that counts; today by default.")
def show(on: datetime | None) -> None:
    """Every law with its versions as they stand on a day."""
    day = on.date() if on else local_now().date()
    for law in law_queries.laws_on(day):
        for line in law.versions:
            version, mark = line.version, f" {law_rules.UNVERIFIED}" if line.unverified else ""
            end = version.repealed or ""
            standing = line.standing.value
            click.echo(f"{law.law.title} {version.version_date}: {standing} {version.effective} – {end}{mark}")


@laws.command("recall")
def recall() -> None:
    """Recall the decks whose citations no longer hold, as the nightly job does; safe to repeat."""
    click.echo(recalled())


def recalled() -> str:
    """Recall what must be recalled today, and say how much that was."""
    found = recall_queries.recalled_on(local_now().date())
    with one_transaction():
        done = recall_actions.recall(found, now=utc_now())
        warnings = recall_actions.warn(local_now().date(), now=utc_now())
    return f"{done.decks} decks recalled, {done.notices} notices, {warnings} warnings"


@laws.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def export(path: Path) -> None:
    """Write the law table as JSON, for authors who check case files without a database."""
    path.write_text(write_table(law_table()), encoding="utf-8")
    click.echo(str(path))
