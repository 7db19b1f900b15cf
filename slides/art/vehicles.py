"""Vehicles from the side, facing right, their wheels on y = 0: car, bus, lorry, bicycle and e-bike."""

from slides.art.palette import (
    CORAL,
    CREAM,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    WHITE,
    shade,
    tint,
)
from slides.art.shapes import Point, circle, ellipse, line, path, place, rect, stroke

GLASS = "#a9d3ea"
TYRE = "#35404f"
METAL = "#c5ced9"


def wheel(at: Point, radius: float) -> str:
    """A wheel of a motor vehicle."""
    hub = circle((0, 0), radius * 0.55, METAL) + circle((0, 0), radius * 0.24, SLATE)
    rim = circle((0, 0), radius, TYRE) + circle((-radius * 0.05, -radius * 0.05), radius * 0.84, shade(SLATE, 0.3))
    return place(rim + hub, at)


def ground_shadow(width: float) -> str:
    return ellipse((8, 2), (width / 2, 13), INK, opacity=0.18)


def car(colour: str = CORAL) -> str:
    """A small car, 420 wide."""
    shell = (
        "M-205-52Q-212-104-160-110L-112-114Q-82-176-30-178H52Q98-176 128-114L182-104Q210-96 210-56"
        "Q210-32 196-32H-190Q-205-32-205-52Z"
    )
    body = path(shell, colour) + path("M-207-62H209Q211-32 196-32H-190Q-206-32-207-62Z", shade(colour))
    panes = path("M-94-116Q-70-162-34-162H6V-116Z", GLASS) + path("M20-162H50Q82-160 106-116H20Z", GLASS)
    gleam = path("M-58-116L-28-162H-8L-38-116Z", WHITE, opacity=0.4)
    doors = stroke("M12-114V-38M-96-112Q-106-70-92-38", shade(colour, 0.34), 3.4) + rect(
        (-24, -102), (26, 7), shade(colour, 0.4), rx=3
    )
    lamps = path("M186-100Q206-94 208-72H190Z", "#ffe9a8") + rect((-208, -92), (16, 24), "#c2454f", rx=5)
    wheels = wheel((-120, -38), 38) + wheel((122, -38), 38)
    return ground_shadow(430) + body + panes + gleam + doors + lamps + wheels


def bus(colour: str = "#4f9d84") -> str:
    """A town bus, 680 wide, its door towards us."""
    body = rect((-340, -300), (680, 262), colour, rx=30) + path(
        "M-340-120H340V-60Q340-38 318-38H-318Q-340-38-340-60Z", shade(colour)
    )
    roof = rect((-332, -302), (664, 34), tint(colour, 0.5), rx=17)
    panes = "".join(rect((x, -246), (92, 104), GLASS, rx=10) for x in (-312, -208, -104, 124))
    glare = "".join(
        path(f"M{x + 20}-142L{x + 56}-246H{x + 78}L{x + 42}-142Z", WHITE, opacity=0.35) for x in (-312, 124)
    )
    doors = rect((10, -250), (96, 206), "#dbe7ee", rx=8) + "".join(
        rect((x, -240), (36, 180), GLASS, rx=6) for x in (17, 63)
    )
    front = path("M236-246H318Q330-246 330-230V-150H236Z", GLASS) + rect((322, -104), (18, 30), "#ffe9a8", rx=6)
    stripe = rect((-340, -126), (680, 12), WHITE, opacity=0.8)
    wheels = wheel((-204, -44), 44) + wheel((206, -44), 44)
    return ground_shadow(700) + body + roof + panes + glare + stripe + doors + front + wheels


def lorry(colour: str = ORANGE) -> str:
    """A large lorry with a box, 760 wide."""
    box = rect((-380, -372), (520, 300), CREAM, rx=10) + rect((-380, -130), (520, 58), shade(CREAM, 0.14))
    ribs = "".join(line((x, -360), (x, -84), shade(CREAM, 0.12), width=4) for x in range(-320, 120, 60))
    band = rect((-380, -250), (520, 26), tint(colour, 0.35))
    cab = path("M152-330H300Q330-330 340-296L372-176Q380-150 380-126V-72H152Z", colour) + path(
        "M152-128H380V-72H152Z", shade(colour)
    )
    pane = path("M214-300H296Q306-300 311-286L340-184H214Z", GLASS) + path(
        "M230-184L270-300H296L256-184Z", WHITE, opacity=0.4
    )
    door = stroke("M204-322V-84", shade(colour, 0.3), 4) + rect((222, -160), (34, 8), shade(colour, 0.4), rx=4)
    mirror = stroke("M318-290L352-304", SLATE, 6) + rect((340, -316), (20, 56), SLATE, rx=6)
    lamps = rect((356, -118), (22, 28), "#ffe9a8", rx=6) + rect((-380, -100), (14, 26), "#c2454f", rx=4)
    frame = rect((-376, -76), (750, 22), SLATE)
    wheels = "".join(wheel((x, -48), 48) for x in (-290, -186, 270))
    return ground_shadow(780) + frame + box + ribs + band + cab + pane + door + mirror + lamps + wheels


def _spoked(at: Point, radius: float) -> str:
    spokes = "".join(
        line((-dx * radius, -dy * radius), (dx * radius, dy * radius), METAL, width=2.4)
        for dx, dy in ((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7))
    )
    tyre = circle((0, 0), radius, "none", stroke=TYRE, stroke_width=9) + circle(
        (0, 0), radius - 6, "none", stroke=METAL, stroke_width=3
    )
    return place(spokes + tyre + circle((0, 0), 7, SLATE), at)


def bicycle(colour: str = CORAL) -> str:
    """A bicycle with a basket and a bell, 350 wide and 220 high."""
    wheels = _spoked((-105, -68), 66) + _spoked((105, -68), 66)
    frame = stroke("M-105-68L-44-152L66-158M-44-152L-8-62L66-158M-105-68H-8", colour, 11)
    dark = stroke("M-105-68H-8L66-158", shade(colour, 0.3), 3)
    fork = stroke("M60-186L68-154L105-68", shade(colour, 0.2), 10)
    bars = stroke("M92-198Q58-204 58-186", SLATE, 9) + stroke("M98-198H80", INK, 12) + circle((70, -205), 9, SUN)
    saddle = stroke("M-44-152L-52-178", SLATE, 8) + path("M-92-188Q-60-198-22-184Q-22-174-50-174Q-84-174-92-188Z", INK)
    basket = path("M86-186H150L140-132H92Z", "#d9ab78") + stroke(
        "M92-170H146M94-152H142M106-184L108-134M128-184L126-134", "#b98a5c", 3
    )
    drive = circle((-8, -62), 20, "none", stroke=SLATE, stroke_width=6) + stroke("M-8-62L8-34M-4-32H22", SLATE, 7)
    guards = stroke("M-178-80A74 74 0 0 1-60-126", shade(colour), 7)
    return ground_shadow(360) + wheels + guards + frame + dark + fork + basket + bars + saddle + drive


def ebike(colour: str = LEAF) -> str:
    """An e-bike with a step-through body, 360 wide and 250 high."""
    wheels = wheel((-118, -42), 42) + wheel((128, -42), 42)
    fork = stroke("M128-42L92-178", METAL, 12) + path("M84-74Q128-110 172-70L160-64Q128-90 96-64Z", shade(colour))
    tail = path(
        "M-172-96Q-176-142-120-146H-22Q-4-146-6-126L-18-62H-64Q-70-92-118-92Q-150-92-160-70Q-172-74-172-96Z", colour
    )
    deck = path(
        "M-34-62H66Q78-62 82-74L106-168Q110-180 96-182Q84-184 80-172L56-92H-12L-20-62V-44"
        "H64Q92-44 100-74L96-70L66-48H-34Z",
        colour,
    )
    floor = rect((-40, -66), (112, 24), shade(colour, 0.3), rx=10)
    seat = path("M-156-148Q-158-168-130-168H-40Q-12-168-10-148Q-10-140-22-140H-142Q-156-140-156-148Z", INK)
    rack = stroke("M-158-152H-200V-164", SLATE, 8)
    head = path("M74-190Q92-214 118-204Q134-196 126-178L112-160H80Z", tint(colour, 0.1)) + ellipse(
        (122, -186), (10, 14), "#ffe9a8"
    )
    bars = stroke("M96-200L76-224M76-224L56-220", SLATE, 9) + stroke("M62-221L46-217", INK, 13)
    mirror = stroke("M82-220L88-250", SLATE, 5) + ellipse((90, -258), (10, 15), SLATE)
    return ground_shadow(380) + wheels + fork + rack + tail + deck + floor + seat + head + bars + mirror


def moped(colour: str = NAVY) -> str:
    """A heavier electric moped with a number plate holder that is empty, 400 wide."""
    return place(ebike(colour), (0, 0), 1.1) + rect((-206, -150), (30, 36), SKY, rx=4)
