"""Changes of a case as a value: a card, its place, the parts, the front matter. Nothing here touches a database.

Slides are counted from 1 over the whole case, whatever part they stand in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from course.cases.editor.card_fields import values_of
from slides.case import Case, Part, Slide
from slides.kinds import FRONT_KEYS, KINDS, STAGE_ORDER

NEW_PART = ("新的部分", "A new part")
# A new case begins with what every lesson needs, in the order in which it is taught.
SKELETON = (
    ("开场", "Opening", ("cover", "goals")),
    ("故事", "The story", ("story", "discussion")),
    ("法律怎么说", "What the law says", ("law",)),
    ("练一练", "Practice", ("quiz", "answer")),
    ("带回家", "To take home", ("help", "summary", "qr")),
)


@dataclass(frozen=True)
class Seat:
    """Where a slide stands: the number of its part and its place in it, both counted from 0."""

    part: int
    at: int


def seats(case: Case) -> list[Seat]:
    """The seats of all slides in order; slide 1 has the first."""
    return [Seat(number, at) for number, part in enumerate(case.parts) for at in range(len(part.slides))]


def slide_at(case: Case, number: int) -> Slide | None:
    """The slide with this number, or None."""
    return next((slide for at, slide in enumerate(case.slides, 1) if at == number), None)


def digest(slide: Slide) -> str:
    """A mark of everything that a slide says: equal slides, equal marks."""
    return mark_of({**values_of(slide), "stages": list(slide.stages)})


def mark_of(values: Mapping[str, object]) -> str:
    """A short mark of some values."""
    said = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def number_now(case: Case, number: int, base: str) -> int | None:
    """The number that a slide has now which had this mark when somebody opened it; None where it was changed."""
    same = [at for at, slide in enumerate(case.slides, 1) if digest(slide) == base]
    return number if number in same else next(iter(same), None)


def with_slide(case: Case, number: int, slide: Slide) -> Case:
    """The case with one slide replaced."""
    seat = seats(case)[number - 1]
    return with_slides_of(case, seat.part, [slide if at == seat.at else old for at, old in enumerate_of(case, seat)])


def enumerate_of(case: Case, seat: Seat) -> Iterable[tuple[int, Slide]]:
    """The slides of a seat's part, with their places."""
    return enumerate(case.parts[seat.part].slides)


def with_slides_of(case: Case, part: int, slides: Iterable[Slide]) -> Case:
    """The case with other slides in one of its parts."""
    chosen = replace(case.parts[part], slides=tuple(slides))
    return replace(case, parts=(*case.parts[:part], chosen, *case.parts[part + 1 :]))


def with_new_slide(case: Case, after: int, slide: Slide) -> Case:
    """The case with one more slide after another one; after 0 it is the very first."""
    if not case.parts:
        case = replace(case, parts=(Part(*NEW_PART),))
    seat = seats(case)[after - 1] if after else Seat(0, -1)
    slides = case.parts[seat.part].slides
    return with_slides_of(case, seat.part, (*slides[: seat.at + 1], slide, *slides[seat.at + 1 :]))


def without_slide(case: Case, number: int) -> Case:
    """The case without one of its slides."""
    seat = seats(case)[number - 1]
    return with_slides_of(case, seat.part, [slide for at, slide in enumerate_of(case, seat) if at != seat.at])


def moved(case: Case, number: int, over: int) -> Case:
    """The case with a slide moved past another one; past the edge of its part it first changes the part."""
    old, new = seats(case)[number - 1], seats(case)[over - 1]
    slide = case.parts[old.part].slides[old.at]
    without = without_slide(case, number)
    at = new.at + (over < number and old.part != new.part)
    slides = without.parts[new.part].slides
    return with_slides_of(without, new.part, (*slides[:at], slide, *slides[at:]))


def with_part_before(case: Case, number: int) -> Case:
    """The case with its part cut in two: a new part begins with this slide."""
    seat = seats(case)[number - 1]
    part = case.parts[seat.part]
    first = replace(part, slides=part.slides[: seat.at])
    second = Part(*NEW_PART, part.slides[seat.at :])
    return replace(case, parts=(*case.parts[: seat.part], first, second, *case.parts[seat.part + 1 :]))


def with_part_names(case: Case, names: Sequence[tuple[str, str]]) -> Case:
    """The case with its parts named anew."""
    parts = (replace(part, zh=zh, en=en) for part, (zh, en) in zip(case.parts, names, strict=True))
    return replace(case, parts=tuple(parts))


def without_part(case: Case, number: int) -> Case:
    """The case without one part, counted from 0; its slides go to the part before, or to the one after."""
    if len(case.parts) < 2:
        return case
    gone, kept = case.parts[number], [*case.parts[:number], *case.parts[number + 1 :]]
    at = max(number - 1, 0)
    slides = (*kept[at].slides, *gone.slides) if number else (*gone.slides, *kept[at].slides)
    kept[at] = replace(kept[at], slides=slides)
    return replace(case, parts=tuple(kept))


def with_front(case: Case, values: Mapping[str, str]) -> Case:
    """The case with some keys of its front matter set; an empty value takes the key out."""
    front = {**dict(case.front), **values}
    return replace(case, front=tuple((key, front[key]) for key in FRONT_KEYS if front.get(key)))


def with_sources(case: Case, sources: Sequence[str]) -> Case:
    """The case with these sources."""
    return replace(case, sources=tuple(sources))


def with_stages(case: Case, stages: Sequence[str]) -> Case:
    """The case for other stages: what was for all stages stays for all, the rest loses the stages that are gone."""
    parts = tuple(
        replace(part, slides=tuple(for_stages(slide, case.stages, stages) for slide in part.slides))
        for part in case.parts
    )
    return replace(case, stages=tuple(stages), parts=parts)


def for_stages(slide: Slide, before: Sequence[str], after: Sequence[str]) -> Slide:
    """One slide when the stages of its case change."""
    if set(slide.stages) == set(before):
        return replace(slide, stages=tuple(after))
    return replace(slide, stages=tuple(stage for stage in slide.stages if stage in after))


def only_for(case: Case, gone: Iterable[str]) -> list[int]:
    """The numbers of the slides that no other stage of the case would see."""
    left = set(case.stages) - set(gone)
    return [number for number, slide in enumerate(case.slides, 1) if case.stages and not left & set(slide.stages)]


def new_case(front: Mapping[str, str], stages: Sequence[str]) -> Case:
    """A case with nothing but what every lesson needs, to be filled in card by card."""
    chosen = tuple(stage for stage in STAGE_ORDER if stage in stages)
    parts = tuple(
        Part(zh, en, tuple(Slide(kind, chosen, default_minutes(kind)) for kind in kinds)) for zh, en, kinds in SKELETON
    )
    return with_front(Case((), (), chosen, parts), front)


def default_minutes(kind: str) -> float:
    """How long a new slide takes until somebody says otherwise."""
    return 1 if KINDS[kind].timed else 0
