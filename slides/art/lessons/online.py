"""Scenes about screens for the youngest: asking before a tap, a treasure box, a plan for the day."""

from slides.art import furniture, indoors, interior, screens, symbols
from slides.art import screen_props as props
from slides.art.cast import (
    FATHER,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import (
    CORAL,
    LEAF,
    LILAC,
    MINT,
    ORANGE,
    SKY,
    SUN,
    WHITE,
    shade,
)
from slides.art.people import draw, touching
from slides.art.shapes import circle, ellipse, path, place, polygon, rect, stroke

HOME = Wear("tee", "#f6a6a0", WHITE, legs="#5d7fb0", shoes=SUN)
LITTLE = LITTLE_GIRL.but(wear=HOME)


def big_tablet() -> str:
    """Two children and a large tablet between them, a shield with a tick on its screen."""
    ground = interior.soft_ground("#d9eef6", "#ebf7fb") + ellipse((600, 852), (540, 26), shade(SKY, 0.2), opacity=0.45)
    content = rect((0, 0), (704, 500), "#eef8fc", rx=22)
    for x, y, tone in ((90, 96, SUN), (600, 110, CORAL), (110, 392, LEAF), (596, 388, LILAC)):
        content += rect((x - 50, y - 50), (100, 100), tone, rx=26)
    content += (
        place(_play(), (90, 96)) + place(symbols.note(), (600, 110), 0.7) + place(symbols.star(WHITE), (110, 392), 0.66)
    )
    content += place(symbols.heart(WHITE), (596, 388), 0.62) + place(symbols.check_shield(), (352, 248), 2.5)
    girl = touching(
        LITTLE.but(mood="glad", look=(0.6, -0.2), left=Arm((0.4, -0.7), "palm")), (196, 856), 1.75, right=(344, 650)
    )
    boy = touching(
        LITTLE_BOY.but(mood="joy", look=(-0.6, -0.2), right=Arm((0.4, -0.7), "palm")),
        (1004, 856),
        1.75,
        left=(856, 650),
    )
    return (
        ground + place(props.tablet(content), (600, 440)) + draw(girl, (196, 856), 1.75) + draw(boy, (1004, 856), 1.75)
    )


def _play() -> str:
    return path("M-18-26L28 0L-18 26Z", WHITE, stroke=WHITE, stroke_width=8)


def popup() -> str:
    """A small girl plays on a tablet and gifts pop up all around it; her finger stops in the air."""
    rays = "".join(
        polygon([(470, 400), (470 + x, 400 + y), (470 + x + wide, 400 + y + high)], "#ffe7ad")
        for x, y, wide, high in (
            (-380, -240, 110, -70),
            (-60, -330, 130, 0),
            (250, -280, 110, 70),
            (-400, 60, 0, 110),
            (320, 60, 0, 110),
        )
    )
    puzzle = "".join(
        rect((60 + 120 * column, 70 + 120 * row), (106, 106), (MINT, SKY, "#ffe3a3", LILAC)[(column + row) % 4], rx=18)
        for row in range(3)
        for column in range(4)
    )
    offer = rect((150, 90), (404, 310), WHITE, rx=30) + rect(
        (150, 90), (404, 310), "none", stroke=CORAL, stroke_width=8, rx=30
    )
    offer += (
        place(props.gift(), (352, 216), 1.5)
        + rect((252, 316), (200, 60), ORANGE, rx=30)
        + place(symbols.star(WHITE), (352, 346), 0.4)
    )
    screen = place(props.tablet(puzzle + offer, size=(700, 540)), (440, 410), turn=-3)
    around = place(props.gift(SUN), (126, 150), 0.8, turn=-14) + place(props.gift(LEAF), (800, 120), 0.72, turn=12)
    around += place(symbols.star(), (610, 92), 0.5, turn=10) + place(symbols.star(ORANGE), (96, 560), 0.42, turn=-12)
    girl = touching(
        LITTLE.but(mood="surprised", look=(-0.7, -0.4), left=Arm(shape="open"), right=CHEST),
        (950, 858),
        1.95,
        left=(812, 590),
    )
    ground = interior.soft_ground("#fff0d2", "#fff8e8") + ellipse((950, 860), (170, 18), "#e3c88f", opacity=0.5)
    return ground + rays + screen + around + draw(girl, (950, 858), 1.95)


def ask_first() -> str:
    """A small girl carries the tablet to her mother on the sofa and asks before she taps."""
    couch = place(furniture.sofa(700), (460, 714), 1.08)
    mother = MOTHER.but(mood="listen", look=(0.8, 0.3), tilt=6, legs="sit", left=LAP, right=Arm((0.28, 0.5), "open"))
    held = place(props.tablet_front(place(props.gift(), (0, 0), 0.55), "#fff3d2"), (22, 6), 0.85, turn=-5)
    girl = LITTLE.but(mood="telling", look=(-0.7, -0.3), left=Arm((0.38, 0.3), held=held), right=Arm((-0.42, 0.42)))
    asks = place(
        screens.bubble((190, 156), WHITE, tail="lower-left") + place(symbols.question(), (0, -4), 1.0), (1010, 330)
    )
    toys = place(furniture.ball(), (1090, 840), 0.9)
    return indoors.living_room() + couch + draw(mother, (470, 850), 1.62) + draw(girl, (826, 858), 1.8) + asks + toys


def bear_asks() -> str:
    """On a large tablet a bear in a chat asks for a home, a school and a name; a small girl thinks about it."""
    head = (
        rect((0, 0), (704, 76), "#dfe8f0", rx=22)
        + place(props.bear(), (60, 40), 0.46)
        + rect((110, 30), (150, 16), "#aebccb", rx=8)
    )
    chat = ""
    for row, (sign, size) in enumerate(((props.name_badge(), 0.8), (props.schoolhouse(), 0.9), (props.house(), 0.95))):
        y = 158 + 132 * row
        chat += place(props.bear(), (62, y), 0.5) + rect((112, y - 56), (290, 112), WHITE, rx=26)
        chat += place(sign, (196, y), size) + place(symbols.question(), (318, y), 0.74)
    typing = place(screens.bubble((150, 84), SKY, tail="right"), (574, 420)) + place(
        screens.dots(WHITE), (574, 420), 0.8
    )
    screen = place(props.tablet(head + chat + typing, size=(760, 590)), (440, 410), turn=-2)
    girl = LITTLE.but(mood="doubt", look=(-0.7, -0.3), tilt=-4, left=Arm((-0.34, -0.12)), right=Arm((-0.46, 0.5)))
    cloud = place(
        screens.thought((190, 150), WHITE, towards=(-64, 124)) + place(symbols.stranger(62), (0, 0)), (1030, 180)
    )
    ground = interior.soft_ground("#e0e6f4", "#eef1f9") + ellipse((975, 862), (170, 18), "#b7c0da", opacity=0.5)
    return ground + screen + draw(girl, (975, 860), 1.95) + cloud


def treasure_box() -> str:
    """A small girl lays what belongs to her alone into her treasure box: name, home, school, number and face."""
    ground = interior.soft_ground("#fde6dc", "#fff3ec") + ellipse((600, 846), (540, 26), "#e7b9a2", opacity=0.4)
    glow = "".join(circle((700, 520), radius, SUN, opacity=share) for radius, share in ((330, 0.22), (250, 0.3)))
    signs = place(props.name_badge(), (540, 320), 1.15, turn=-8) + place(props.house(), (690, 180), 1.3)
    signs += place(props.schoolhouse(), (866, 290), 1.25, turn=6) + place(
        screens.phone_front(), (632, 430), 1.15, turn=-8
    )
    signs += place(symbols.heart(), (706, 322), 0.7) + place(symbols.pin(), (790, 424), 0.9, turn=8)
    box = place(props.treasure_box(), (706, 836), 1.5)
    girl = touching(LITTLE.but(mood="glad", look=(0.7, -0.1), left=HIP), (270, 860), 1.95, right=(470, 520))
    key = place(_key(), (478, 516), 1.0, turn=-26)
    return ground + glow + signs + box + key + draw(girl, (270, 860), 1.95)


def _key() -> str:
    """A key whose bow is at the origin, 110 long."""
    return circle((0, 0), 20, "none", stroke="#d79f2e", stroke_width=11) + stroke(
        "M18 0H92M74 0V22M92 0V18", "#d79f2e", 11
    )


def agreement() -> str:
    """A girl and her father have drawn a plan for the day; the tablet lies in a basket, a timer beside it."""
    father = behind_desk(FATHER.but(mood="glad", look=(0.5, 0.3)), (400, 672), 1.8)
    girl = draw(
        LITTLE.but(mood="joy", look=(-0.3, 0.2), legs="hidden", left=Arm((-0.1, 0.5)), right=Arm((0.3, -0.7), "palm")),
        (760, 850),
        1.95,
    )
    table = place(furniture.table(1060, 190), (600, 716))
    sheet = place(props.plan_sheet(), (560, 634), 0.8) + place(furniture.pencil(CORAL), (742, 690), 0.8, turn=64)
    basket = path("M-110-58H110L90 0H-90Z", "#c99b66") + stroke("M-100-40H100M-96-20H96", shade("#c99b66", 0.3), 5)
    rest = place(place(props.tablet_back(), (0, -76), 0.95, turn=-4) + basket, (948, 712)) + place(
        props.egg_timer(), (230, 704), 0.92
    )
    wall = (
        interior.room("#fdeedb", "#f8dfc2", "#dcb88c")
        + interior.window((90, 100), (240, 270))
        + interior.shelf((800, 230))
    )
    return wall + father + girl + table + sheet + rest


SCENES = {
    "online_big_tablet": big_tablet,
    "online_popup": popup,
    "online_ask_first": ask_first,
    "online_bear_asks": bear_asks,
    "online_treasure_box": treasure_box,
    "online_agreement": agreement,
}
