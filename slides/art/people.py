"""People of several ages on one skeleton: feet at the origin, one unit a pixel at scale one."""

from dataclasses import dataclass, replace

from slides.art import clothes, faces, hair, limbs
from slides.art.clothes import Wear
from slides.art.hats import HATS
from slides.art.limbs import Arm
from slides.art.palette import BLACK_HAIR, CORAL, FAIR, INK, WHITE, shade, tint
from slides.art.shapes import Point, ellipse, line, number, pair, path, place, rect, stroke, turned


@dataclass(frozen=True)
class Build:
    """Sizes of a body; an arm has two bones of equal length."""

    head: float
    shoulder: float
    torso: float
    leg: float
    bone: float
    sleeve: float
    trouser: float


SMALL = Build(head=45, shoulder=35, torso=82, leg=72, bone=42, sleeve=21, trouser=27)
CHILD = Build(head=46, shoulder=39, torso=98, leg=100, bone=51, sleeve=22, trouser=28)
TEEN = Build(head=45, shoulder=46, torso=118, leg=138, bone=62, sleeve=24, trouser=31)
ADULT = Build(head=45, shoulder=54, torso=134, leg=164, bone=71, sleeve=27, trouser=36)


@dataclass(frozen=True)
class Person:
    """Who somebody is, how they stand and what their face says."""

    build: Build = CHILD
    skin: str = FAIR
    hair: str = "short"
    hair_colour: str = BLACK_HAIR
    tie: str = CORAL
    extra: str = "none"
    hat: str = "none"
    wear: Wear = clothes.SCHOOL
    mood: str = "happy"
    look: Point = (0, 0)
    tilt: float = 0
    lean: float = 0
    legs: str = "stand"
    left: Arm = limbs.DOWN
    right: Arm = limbs.DOWN

    def but(self, **changes: object) -> "Person":
        """The same person in another pose or mood."""
        return replace(self, **changes)


def hip_height(person: Person) -> float:
    return person.build.leg * (0.66 if person.legs == "sit" else 1)


def shoulder_of(person: Person, side: int) -> Point:
    """The shoulder joint, seen from the hips before the body leans."""
    build = person.build
    return side * (build.shoulder - build.sleeve * 0.42), -build.torso + build.sleeve * 0.62


def reaching(person: Person, side: int, point: Point, *, at: Point, scale: float) -> Point:
    """The hand position, in arm lengths, that touches a point of the scene."""
    from_hips = (point[0] - at[0]) / scale, (point[1] - at[1]) / scale + hip_height(person)
    x, y = turned(from_hips, -person.lean)
    shoulder = shoulder_of(person, side)
    length = 2 * person.build.bone
    return side * (x - shoulder[0]) / length, (y - shoulder[1]) / length


def touching(
    person: Person, at: Point, scale: float, *, left: Point | None = None, right: Point | None = None
) -> Person:
    """The same person at a place, with one or both hands on points of the scene."""
    for name, side, point in (("left", -1, left), ("right", 1, right)):
        if point is not None:
            reach = reaching(person, side, point, at=at, scale=scale)
            person = replace(person, **{name: replace(getattr(person, name), hand=reach)})
    return person


def draw(person: Person, at: Point, scale: float = 1) -> str:
    """Draw somebody from the front, standing or sitting with the feet at a point."""
    upper = place(_upper(person), (0, -hip_height(person)), turn=person.lean)
    return place(_shadow(person) + _legs(person) + upper, at, scale)


def draw_behind(person: Person, at: Point, scale: float = 1) -> str:
    """Draw somebody who is turned away from us."""
    build = person.build
    arms = _arm(person, -1) + _arm(person, 1)
    upper = arms + _stretched(clothes.back(person.wear), build) + _head_behind(person)
    return place(_shadow(person) + _legs(person) + place(upper, (0, -hip_height(person))), at, scale)


def bust_behind(person: Person, at: Point, scale: float = 1) -> str:
    """Head and back of somebody who sits before us, with the hips at a point."""
    return place(_stretched(clothes.back(person.wear), person.build) + _head_behind(person), at, scale)


def bust(person: Person, at: Point, scale: float = 1) -> str:
    """Head and shoulders only, with the head's centre at a point; for bubbles and small rounds."""
    x, y = _head_place(person)
    parts = _behind_head(person) + _neck(person) + _stretched(clothes.torso(person.wear), person.build) + _head(person)
    return place(place(parts, (-x, -y)), at, scale)


def _upper(person: Person) -> str:
    body = _stretched(clothes.torso(person.wear), person.build)
    return _behind_head(person) + _neck(person) + body + _head(person) + _arm(person, -1) + _arm(person, 1)


def _stretched(fragment: str, build: Build) -> str:
    return f'<g transform="scale({build.shoulder / 50:.3f} {build.torso / 100:.3f})">{fragment}</g>'


def _head_place(person: Person) -> Point:
    return 0.12 * person.build.head * person.look[0], -person.build.torso - person.build.head * 0.88


def _behind_head(person: Person) -> str:
    behind, _ = hair.hair(person.hair, person.hair_colour, person.tie)
    return place(behind, _head_place(person), person.build.head / 50, turn=person.tilt) if behind else ""


def _head(person: Person) -> str:
    _, front = hair.hair(person.hair, person.hair_colour, person.tie)
    ears = "" if person.hair in hair.HIDING_EARS else faces.ears(person.skin, look=person.look)
    face = ears + faces.face(person.mood, person.skin, look=person.look, extra=person.extra)
    return place(face + front + HATS[person.hat], _head_place(person), person.build.head / 50, turn=person.tilt)


def _head_behind(person: Person) -> str:
    return place(_skull_behind(person), _head_place(person), person.build.head / 50, turn=person.tilt)


def _skull_behind(person: Person) -> str:
    neck = rect((-16, 20), (32, 44), shade(person.skin), rx=12)
    mane = hair.behind(person.hair, person.hair_colour, person.tie)
    if person.hair in hair.HIDING_EARS:
        return neck + mane
    return neck + mane + ellipse((-53, 9), (7.5, 10.5), person.skin) + ellipse((53, 9), (7.5, 10.5), shade(person.skin))


def _neck(person: Person) -> str:
    half = person.build.head * 0.31
    top = -person.build.torso - person.build.head * 0.3
    neck = rect((-half, top), (2 * half, person.build.head * 0.72), person.skin, rx=half * 0.6)
    x, _ = _head_place(person)
    return neck + ellipse((x * 0.5 + 2, top + 8), (half * 0.94, half * 0.95), shade(person.skin, 0.2))


def _arm(person: Person, side: int) -> str:
    pose = person.left if side < 0 else person.right
    build = person.build
    return limbs.arm(
        pose,
        shoulder_of(person, side),
        bone=build.bone,
        width=build.sleeve,
        side=side,
        sleeve=clothes.sleeve(person.wear),
        skin=person.skin,
    )


def _legs(person: Person) -> str:
    if person.legs == "hidden":
        return ""
    build, hips = person.build, -hip_height(person)
    drawing = _leg(person, -1, hips) + _leg(person, 1, hips)
    if person.wear.skirt and person.legs != "sit":
        drawing += _skirt(person, hips)
    if person.wear.cut == "coat":
        drawing += _tails(build, person.wear.colour, hips)
    return drawing


def _leg(person: Person, side: int, hips: float) -> str:
    build, wear = person.build, person.wear
    top = side * build.shoulder * 0.42, hips + 2
    shoe_at = top[0] + side * (-4 if person.legs == "sit" else 3)
    foot = shoe_at, -build.trouser * 0.5
    shoe = limbs.shoe((shoe_at, 0), build.trouser * 0.9, wear.shoes, side=side)
    if person.legs == "sit":
        return _bent_leg(person, (top[0] + side * 4, hips + build.leg * 0.18), foot) + shoe
    knee = (top[0] + foot[0]) / 2 + side * 1.5, (top[1] + foot[1]) / 2
    if wear.skirt:
        return limbs.limb((top, knee, foot), person.skin, build.trouser * 0.58) + _sock(build, foot) + shoe
    return limbs.limb((top, knee, foot), wear.legs, build.trouser) + shoe


def _bent_leg(person: Person, knee: Point, foot: Point) -> str:
    """A leg of somebody who sits: a foreshortened thigh, a round knee and the shin in its shade."""
    build, wear = person.build, person.wear
    lap, high = build.trouser * 1.24, build.leg * 0.34
    colour, width = (person.skin, build.trouser * 0.58) if wear.skirt else (wear.legs, build.trouser)
    middle = (knee[0] + foot[0]) / 2, (knee[1] + foot[1]) / 2
    shin = limbs.limb((knee, middle, foot), shade(colour, 0.12), width)
    thigh = rect((knee[0] - lap / 2, knee[1] - high * 0.62), (lap, high), tint(wear.legs, 0.09), rx=lap * 0.42)
    return shin + (_sock(build, foot) if wear.skirt else "") + thigh


def _sock(build: Build, foot: Point) -> str:
    return stroke(f"M{number(foot[0])} {number(foot[1])}v{number(-build.leg * 0.16)}", WHITE, build.trouser * 0.6)


def _skirt(person: Person, hips: float) -> str:
    build, colour = person.build, person.wear.legs
    top, hem, low = build.shoulder * 0.86, build.shoulder * 1.18, hips + build.leg * 0.46
    drawing = path(_flap((-top, top), (-hem, hem), (hips - 4, low)), colour)
    for share in (-0.4, 0.1, 0.55):
        drawing += line((share * top, hips + 6), (share * hem, low), shade(colour, 0.4), width=2.4)
    return drawing


def _tails(build: Build, colour: str, hips: float) -> str:
    wide, rows = build.shoulder, (hips - 4, hips + build.leg * 0.4)
    left = path(_flap((-wide * 0.88, 0), (-wide, -2), rows), colour)
    return left + path(_flap((0, wide * 0.88), (2, wide), rows), shade(colour))


def _flap(top: Point, hem: Point, rows: Point) -> str:
    """Hanging cloth between two edges above and two below, with a hem that sags a little."""
    sag = (hem[0] + hem[1]) / 2, rows[1] + (hem[1] - hem[0]) / 9
    upper, lower = [(x, rows[0]) for x in top], [(x, rows[1]) for x in hem]
    return f"M{pair(upper[0])}L{pair(lower[0])}Q{pair(sag)} {pair(lower[1])}L{pair(upper[1])}Z"


def _shadow(person: Person) -> str:
    if person.legs == "hidden":
        return ""
    return ellipse((6, 1), (person.build.shoulder * 1.3, 9), INK, opacity=0.14)
