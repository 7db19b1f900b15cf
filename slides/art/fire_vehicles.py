"""Wheels of the fire lessons: an electric bicycle, its charger and a fire engine without any mark."""

from slides.art.palette import BLUE, CORAL, CREAM, INK, LEAF, RED, SLATE, SUN, WHITE, shade, tint
from slides.art.shapes import Point, circle, ellipse, line, path, place, polygon, rect, stroke

_TYRE, _RIM = "#343c48", "#c5ced9"


def wheel(at: Point, radius: float) -> str:
    """A tyre with a plain rim."""
    spokes = "".join(
        line((-radius * 0.5 * x, -radius * 0.5 * y), (radius * 0.5 * x, radius * 0.5 * y), SLATE, width=4)
        for x, y in ((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7))
    )
    ring = circle((0, 0), radius, _TYRE) + circle((0, 0), radius * 0.62, _RIM)
    return place(ring + spokes + circle((0, 0), radius * 0.2, SLATE), at)


def e_bike(colour: str = LEAF) -> str:
    """An electric bicycle from the side that looks to the right, 380 wide; the middle of its foot is the origin."""
    dark = shade(colour, 0.3)
    wheels = wheel((-132, -50), 50) + wheel((136, -50), 50)
    fork = stroke("M136-50L104-196L96-232", SLATE, 13) + path("M96-96Q140-120 176-92Q150-106 112-78Z", dark)
    shield = path("M84-206Q112-206 116-180L128-108Q96-96 76-78H40L62-104Q76-150 84-206Z", colour)
    deck = (
        path("M-60-84H70L52-60H-66Z", dark)
        + rect((-26, -112), (74, 30), "#4a5568", rx=8)
        + rect((-14, -104), (30, 10), SUN, rx=4)
    )
    back = path("M-182-112Q-186-140-150-142H-26Q-18-110-56-62H-96Q-104-104-150-104Z", colour)
    shadow = path("M-150-104Q-104-104-96-62H-56Q-34-88-28-116Q-90-100-150-104Z", dark)
    seat = path("M-168-146Q-168-170-140-168L-40-160Q-20-158-22-142H-160Z", INK) + stroke(
        "M-184-132L-212-148", SLATE, 10
    )
    bar = (
        stroke("M98-230L66-246M98-230L122-238", INK, 12)
        + stroke("M108-240L120-286", SLATE, 5)
        + ellipse((122, -292), (20, 15), "#dfeaf1")
    )
    lamp = circle((122, -186), 14, CREAM) + circle((-186, -122), 9, CORAL)
    basket = path("M118-214H176L168-160H128Z", "#d8dee6") + stroke(
        "M118-214H176M126-186H171M138-214L142-160M158-214L156-160", SLATE, 4
    )
    return (
        ellipse((0, 0), (200, 11), INK, opacity=0.15)
        + wheels
        + fork
        + back
        + shadow
        + deck
        + shield
        + seat
        + basket
        + bar
        + lamp
    )


def charger() -> str:
    """A charger box with a small light, 74 wide around the origin."""
    return rect((-37, -20), (74, 42), INK, rx=8) + rect((-37, -22), (74, 38), SLATE, rx=8) + circle((22, -4), 7, CORAL)


def cable(outline: str) -> str:
    """A black cable that lies along an outline."""
    return stroke(outline, INK, 7)


def charging_post() -> str:
    """A post for charging bicycles in the open, 64 wide and 230 high; its foot is the origin."""
    body = rect((-32, -230), (64, 230), BLUE, rx=12) + rect((8, -230), (24, 230), shade(BLUE, 0.3), rx=10)
    face = rect((-20, -206), (40, 48), "#d6f1e7", rx=6) + path("M4-202L-10-180H-1L-5-162L11-186H2Z", SUN)
    return (
        body + face + "".join(circle((0, y), 9, WHITE) for y in (-130, -96)) + rect((-42, -10), (84, 12), SLATE, rx=4)
    )


def fire_engine() -> str:
    """A fire engine from the side that looks to the right, 700 wide; the middle of its foot is the origin."""
    box = rect((-340, -276), (440, 216), RED, rx=12) + rect((-340, -110), (440, 50), shade(RED, 0.28))
    shutters = "".join(_shutter(x) for x in (-316, -180, -44))
    cab = path("M108-300H262Q290-300 302-270L332-170Q340-150 340-130V-60H108Z", RED)
    cab += path("M108-110H340V-60H108Z", shade(RED, 0.28))
    glass = path("M214-276H256Q270-276 276-260L302-174H214Z", "#bfe3f7") + path(
        "M226-276H250L222-196V-260Z", WHITE, opacity=0.6
    )
    glass += rect((128, -276), (70, 102), "#bfe3f7", rx=6) + path("M128-276H166L128-216Z", WHITE, opacity=0.6)
    door = stroke("M118-290V-66M206-290V-66", shade(RED, 0.4), 4) + rect((176, -152), (22, 8), CREAM, rx=4)
    stripe = rect((-340, -134), (680, 18), WHITE) + rect((-360, -66), (716, 18), SLATE, rx=8)
    lights = (
        circle((328, -96), 15, CREAM)
        + rect((-340, -104), (12, 26), SUN, rx=3)
        + _beacon((196, -300))
        + _beacon((-290, -276))
    )
    wheels = "".join(wheel((x, -48), 48) for x in (-236, -124, 236))
    return (
        ellipse((0, 2), (366, 16), INK, opacity=0.18)
        + _ladder()
        + box
        + shutters
        + cab
        + glass
        + door
        + stripe
        + lights
        + wheels
    )


def _shutter(x: float) -> str:
    slats = "".join(line((x + 6, y), (x + 114, y), "#a8b3c1", width=3) for y in range(-236, -150, 16))
    return rect((x, -254), (120, 110), "#d3dae3", rx=6) + slats + rect((x + 44, -152), (32, 7), SLATE, rx=3)


def _ladder() -> str:
    rungs = "".join(line((x, -322), (x + 8, -292), "#aeb9c6", width=6) for x in range(-300, 60, 34))
    return stroke("M-330-292H110M-322-322H118", "#c5ced9", 10) + rungs + stroke("M-280-290V-274M40-290V-274", SLATE, 10)


def _beacon(at: Point) -> str:
    glow = polygon([(-70, -40), (70, -40), (26, -8), (-26, -8)], "#9fd0f5", opacity=0.45)
    lamp = path("M-24 0V-14Q-24-26 0-26T24-14V0Z", "#3f8fd6") + stroke(
        "M-12-8V-14Q-10-18-4-19", tint("#3f8fd6", 0.7), 4
    )
    return place(glow + lamp + rect((-30, -4), (60, 8), SLATE, rx=4), at)
