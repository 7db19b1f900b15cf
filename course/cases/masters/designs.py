"""Designs of uploaded masters: made when they are asked for, kept while they do not change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from threading import RLock
from zlib import crc32

import sqlalchemy as sa
from flask import current_app

from course.cases.decks import studio
from course.cases.masters.rules import Group, grouped
from course.cases.models import Master
from course.cases.queries import law_table
from course.db import db
from course.errors import Problem, RuleBroken
from course.i18n import _l
from slides.composing.deck import Deck
from slides.designs.design import Design
from slides.designs.looks import LOOK_OF_STAGE
from slides.pptx.deck_file import draw
from slides.previews.preview import page_svg
from slides.uploaded.backdrop import Painter
from slides.uploaded.dressing import dressed, kind_of
from slides.uploaded.sample import sample_deck, sample_faults
from slides.uploaded.sketch import sketch
from slides.uploaded.values import Base
from slides.uploaded.writing import kept_base

KEPT_BASES, KEPT_DESIGNS, KEPT_SAMPLES = 6, 12, 8
# Thumbnails show what most classes see; a kind that these decks lack is looked for in the next.
SHOWN = ("junior", "primary_high", "senior", "primary_low")
MAKING = RLock()


@dataclass(frozen=True)
class Plan:
    """A master and which of its layouts serves each kind of slide: equal plans make equal designs."""

    master_id: int
    content_hash: str
    name: str
    mapping: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, master: Master, mapping: dict[str, int] | None = None) -> Plan:
        """The plan of a master as it is kept, or with another mapping."""
        chosen = mapping if mapping is not None else master.mapping
        return cls(master.id, master.content_hash, master.name, tuple(sorted(chosen.items())))

    @property
    def mark(self) -> str:
        """A short mark of the plan, for addresses of pictures."""
        return f"{crc32(repr(self).encode()):08x}"


def base_of(plan: Plan) -> Base:
    """What was taken over from the uploaded file."""
    return read_base(plan.master_id, plan.content_hash)


@lru_cache(maxsize=KEPT_BASES)
def read_base(master_id: int, content_hash: str) -> Base:
    """The same contents are read once; the hash stands for them, and tells where a disk has lost them."""
    content = db.session.scalar(
        sa.select(Master.content).where(Master.id == master_id, Master.content_hash == content_hash)
    )
    if hashlib.sha256(content or b"").hexdigest() != content_hash:
        message = _l("The file of this design is damaged. Choose another design, and upload this one again.")
        raise RuleBroken(Problem("master_is_whole", message))
    return kept_base(content)


def design_of(plan: Plan, stage: str) -> Design:
    """The design of a master for a stage; whoever asks at the same time waits for the first."""
    with MAKING:
        return made(plan, LOOK_OF_STAGE[stage])


@lru_cache(maxsize=KEPT_DESIGNS)
def made(plan: Plan, look: str) -> Design:
    """The design for a look."""
    return dressed(base_of(plan), dict(plan.mapping), look, plan.name, plan.content_hash)


def layout_picture(plan: Plan, number: int) -> str | None:
    """One of the uploaded layouts as SVG, with its places; None where there is none of this number."""
    base = base_of(plan)
    if not 0 <= number < len(base.layouts):
        return None
    return sketch(Painter(base.scheme, base.media).layout(base.layouts[number]), base.layouts[number])


def kind_picture(plan: Plan, kind: str, language: str) -> str | None:
    """A slide of a kind with the words of the sample as SVG; None where the sample has none."""
    for stage in SHOWN:
        deck = sample(plan, stage, language)
        for number, page in enumerate(deck.pages, 1):
            if kind_of(page.layout) == kind:
                return page_svg(page, deck, number, studio(current_app.config["INSTANCE"]))
    return None


def sample(plan: Plan, stage: str, language: str) -> Deck:
    """A deck of the sample in this design."""
    with MAKING:
        return kept_sample(plan, stage, language)


@lru_cache(maxsize=KEPT_SAMPLES)
def kept_sample(plan: Plan, stage: str, language: str) -> Deck:
    """The same plan gives the same sample."""
    return sample_deck(design_of(plan, stage), stage, language, law_table())


def sample_file(plan: Plan, stage: str, language: str) -> bytes:
    """A deck of the sample as a file, to be looked at in the office program."""
    return draw(sample(plan, stage, language), studio(current_app.config["INSTANCE"]))


def faults_of(plan: Plan) -> list[Group]:
    """What is wrong with the whole sample in this design: all stages, both languages."""
    found = sample_faults(lambda stage: design_of(plan, stage), law_table())
    return grouped(
        (
            kind_of(each.fault.layout),
            each.fault.rule,
            each.fault.slot,
            each.fault.found,
            each.fault.limit,
            (each.stage, each.lang, each.fault.number, each.fault.title),
        )
        for each in found
    )
