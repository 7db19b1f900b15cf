"""Vehicles from the front, people who ride, and what they wear on their heads."""

from slides.art import limbs
from slides.art.palette import CORAL, CREAM, INK, LEAF, ORANGE, SKY, SLATE, SUN, WHITE, shade, tint
from slides.art.people import Person, draw, hip_height, touching
from slides.art.shapes import Point, circle, ellipse, number, path, place, rect, stroke, turned
from slides.art.vehicles import GLASS, METAL, TYRE, ground_shadow


def car_front(colour: str = SKY) -> str:
    """A car that faces us, 300 wide, its wheels on y = 0."""
    tyres = "".join(rect((x, -46), (44, 46), TYRE, rx=10) for x in (-132, 88))
    cabin = path("M-104-136L-80-214Q-76-226-62-226H62Q76-226 80-214L104-136Z", colour)
    pane = path("M-84-140L-66-208H66L84-140Z", GLASS) + path("M-46-140L-28-208H4L-14-140Z", WHITE, opacity=0.4)
    body = rect((-148, -146), (296, 112), colour, rx=30) + path(
        "M-148-84H148V-64Q148-34 118-34H-118Q-148-34-148-64Z", shade(colour)
    )
    lamps = "".join(ellipse((x, -104), (24, 16), "#ffe9a8") for x in (-108, 108))
    grille = rect((-56, -92), (112, 26), shade(colour, 0.5), rx=10) + rect((-46, -60), (92, 14), WHITE, rx=4)
    mirrors = "".join(ellipse((x, -150), (17, 11), shade(colour)) for x in (-124, 124))
    return ground_shadow(310) + tyres + cabin + pane + mirrors + body + lamps + grille


def lorry_front(colour: str = ORANGE) -> str:
    """A tall lorry that faces us, 360 wide and 470 high."""
    tyres = "".join(rect((x, -62), (64, 62), TYRE, rx=12) for x in (-164, 100))
    box = rect((-176, -470), (352, 420), CREAM, rx=10) + rect((-176, -470), (352, 22), shade(CREAM, 0.12), rx=8)
    cab = rect((-158, -400), (316, 350), colour, rx=28) + path("M-158-180H158V-50H-158Z", shade(colour))
    pane = rect((-136, -374), (272, 136), GLASS, rx=18) + path("M-80-238L-30-374H26L-24-238Z", WHITE, opacity=0.4)
    mirrors = "".join(
        stroke(f"M{side * 158}-340H{side * 184}", SLATE, 8) + rect((side * 196 - 13, -352), (26, 84), SLATE, rx=9)
        for side in (-1, 1)
    )
    grille = "".join(rect((-70, y), (140, 12), shade(colour, 0.5), rx=6) for y in (-160, -136, -112))
    lamps = "".join(rect((x, -116), (46, 34), "#ffe9a8", rx=10) for x in (-144, 98))
    return (
        ground_shadow(380)
        + box
        + tyres
        + mirrors
        + cab
        + pane
        + grille
        + lamps
        + rect((-166, -72), (332, 30), SLATE, rx=10)
    )


def helmet(colour: str = SUN) -> str:
    """A cycle helmet for a head of radius 50 around the origin, its strap closed under the chin."""
    strap = stroke("M-51-6Q-46 34-12 50M51-6Q46 34 12 50", INK, 4) + rect((-9, 44), (18, 11), INK, rx=4)
    shell = path("M-60-10C-66-92 66-92 60-10Q34-30 0-30T-60-10Z", colour) + path(
        "M26-70C54-60 62-40 60-10Q50-20 36-24Q42-50 26-70Z", shade(colour)
    )
    vents = stroke("M-30-62Q-38-48-38-38M-8-70V-42M16-70Q20-54 19-42", shade(colour, 0.45), 7)
    return strap + shell + vents + stroke("M-58-12Q-32-32 0-32T58-12", tint(colour, 0.5), 5)


def loose_helmet(colour: str = SUN) -> str:
    """A helmet that is held in a hand, around the origin."""
    inside = ellipse((0, 8), (50, 13), shade(colour, 0.5))
    straps = stroke("M-40 12Q-30 44-4 50M40 12Q30 44 4 50", INK, 4)
    shell = path("M-58 12C-62-70 62-70 58 12Q30 0 0 0T-58 12Z", colour)
    dark = path("M24-48C52-40 60-18 58 12Q48 6 36 3Q42-26 24-48Z", shade(colour))
    return (
        straps
        + inside
        + shell
        + dark
        + stroke("M-28-40Q-36-26-36-16M-8-46V-20M15-46Q19-30 18-20", shade(colour, 0.45), 6)
    )


def rain_hat(colour: str = SUN) -> str:
    """A yellow rain hat with a brim for a head of radius 50."""
    dome = path("M-56-16C-60-96 60-96 56-16Z", colour) + path("M24-74C50-64 58-44 56-16H38Q42-52 24-74Z", shade(colour))
    return dome + path("M-70-6Q-62-34 0-34T70-6Q40-16 0-16T-70-6Z", shade(colour, 0.1))


def on_head(hat: str, person: Person, at: Point, scale: float) -> str:
    """A hat for a head of radius 50, put on somebody who stands at a point."""
    build = person.build
    x, y = turned((0.12 * build.head * person.look[0], -build.torso - build.head * 0.88), person.lean)
    spot = at[0] + scale * x, at[1] + scale * (y - hip_height(person))
    return place(hat, spot, scale * build.head / 50, turn=person.lean + person.tilt)


def _legs(person: Person, knee: Point, feet: tuple[float, float]) -> str:
    """Both legs of a rider from the front, knees out and feet at two heights."""
    build, wear, hips = person.build, person.wear, -person.build.leg
    drawing = ""
    for side, foot in zip((-1, 1), feet, strict=True):
        ends = (side * build.shoulder * 0.4, hips), (side * knee[0], knee[1]), (side * knee[0] * 0.8, foot)
        drawing += limbs.limb(ends, wear.legs, build.trouser)
        drawing += limbs.shoe((ends[2][0], foot + 12), build.trouser * 0.85, wear.shoes, side=side)
    return drawing


def cyclist(person: Person, at: Point, scale: float, colour: str = CORAL) -> str:
    """Somebody who rides a bicycle towards us with both hands on the bars."""
    leg = person.build.leg
    bar, grip = -leg * 1.02, person.build.shoulder * 1.25
    rider = touching(
        person.but(legs="hidden"),
        at,
        scale,
        left=(at[0] - grip * scale, at[1] + (bar - 4) * scale),
        right=(at[0] + grip * scale, at[1] + (bar - 4) * scale),
    )
    legs = _legs(person, (person.build.shoulder * 0.86, -leg * 0.66), (-leg * 0.42, -leg * 0.2))
    bike = _bicycle_front(leg, bar, grip, colour)
    return place(ellipse((4, 2), (60, 8), INK, opacity=0.16) + legs + bike, at, scale) + draw(rider, at, scale)


def _bicycle_front(leg: float, bar: float, grip: float, colour: str) -> str:
    tyre = ellipse((0, -leg * 0.38), (8, leg * 0.38), TYRE) + ellipse((0, -leg * 0.38), (3, leg * 0.33), METAL)
    low, top, under = (number(y) for y in (-leg * 0.36, -leg * 0.8, bar + 6))
    fork = stroke(f"M-12 {low}V{top}Q-12 {under} 0 {number(bar + 4)}Q12 {under} 12 {top}V{low}", colour, 7)
    bars = stroke(f"M{-grip:.1f} {bar:.1f}Q0 {bar + 12:.1f} {grip:.1f} {bar:.1f}", SLATE, 8)
    grips = stroke(f"M{-grip - 4:.1f} {bar:.1f}h14M{grip + 4:.1f} {bar:.1f}h-14", INK, 10)
    lamp = circle((0, bar + 20), 11, METAL) + circle((0, bar + 20), 7.5, "#ffe9a8")
    return tyre + fork + bars + grips + lamp


def ebike_rider(person: Person, at: Point, scale: float, colour: str = LEAF) -> str:
    """Somebody on an e-bike that faces us, both hands on the bars."""
    leg = person.build.leg
    bar, grip = -leg * 0.98, person.build.shoulder * 1.35
    rider = touching(
        person.but(legs="hidden"),
        at,
        scale,
        left=(at[0] - grip * scale, at[1] + (bar - 4) * scale),
        right=(at[0] + grip * scale, at[1] + (bar - 4) * scale),
    )
    legs = _legs(person, (person.build.shoulder * 1.08, -leg * 0.52), (-leg * 0.2, -leg * 0.2))
    return place(ellipse((4, 2), (74, 9), INK, opacity=0.16) + legs + ebike_front(leg, colour), at, scale) + draw(
        rider, at, scale
    )


def ebike_front(leg: float, colour: str) -> str:
    """The front of an e-bike for a rider with legs of a given length: shield, lamp, bars and mirrors."""
    bar, grip = -leg * 0.98, leg * 0.45
    tyre = rect((-12, -leg * 0.36), (24, leg * 0.36), TYRE, rx=11)
    hub, arch, crown, dip = (number(-leg * share) for share in (0.22, 0.34, 0.46, 0.32))
    guard = path(f"M-20 {hub}V{arch}Q0 {crown} 20 {arch}V{hub}Q0 {dip}-20 {hub}Z", shade(colour))
    low, foot, side, top = (number(-leg * share) for share in (0.28, 0.2, 0.84, 1.02))
    shield = path(f"M-40 {side}Q0 {top} 40 {side}L30 {low}Q0 {foot}-30 {low}Z", colour)
    near, far = number(-leg * 0.93), number(-leg * 0.24)
    shield += path(f"M12 {near}Q28 {near} 40 {side}L30 {low}Q22 {low} 12 {far}Z", shade(colour))
    lamp = ellipse((0, -leg * 0.7), (21, 16), WHITE) + ellipse((0, -leg * 0.7), (15, 11), "#ffe9a8")
    bars = stroke(f"M{-grip:.1f} {bar:.1f}Q0 {bar + 14:.1f} {grip:.1f} {bar:.1f}", SLATE, 9)
    mirrors = "".join(
        stroke(f"M{side * grip * 0.8:.1f} {bar:.1f}L{side * grip * 1.2:.1f} {bar - 44:.1f}", SLATE, 4)
        + ellipse((side * grip * 1.24, bar - 52), (15, 11), SLATE)
        for side in (-1, 1)
    )
    return mirrors + tyre + guard + bars + shield + lamp
