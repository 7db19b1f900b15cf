"""Scenes about fraud that begins with an offer: a refund, a game chest, a code on a poster, money for clicks."""

from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import TEEN_BOY, TEEN_GIRL, TEEN_GLASSES, TEEN_SHORT, TEEN_TAIL
from slides.art.limbs import HIP, Arm
from slides.art.palette import (
    CORAL,
    CREAM,
    INK,
    LEAF,
    MINT,
    ORANGE,
    SLATE,
    SUN,
    WHITE,
    shade,
)
from slides.art.people import draw, touching
from slides.art.shapes import ellipse, path, place, polygon, rect, stroke

AT_EAR = Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8))


def refund_call() -> str:
    """A pupil at home answers a call; the stranger speaks of money that is coming back."""
    pupil = TEEN_GIRL.but(mood="surprised", look=(0.7, -0.2), tilt=4, right=AT_EAR, left=Arm((-0.05, 0.62)))
    coins = "".join(
        place(symbols.coin(), at, size) for at, size in (((-76, 36), 0.92), ((-8, 58), 0.8), ((-56, -26), 0.7))
    )
    offer = (
        screens.bubble((400, 270), WHITE, tail="lower-right") + coins + place(symbols.returning(CORAL), (102, 0), 1.15)
    )
    caller = place(symbols.stranger(74), (1060, 500)) + place(
        stroke("M-96-40Q-128 0-96 40M-116-62Q-164 0-116 62", SLATE, 9, opacity=0.6), (1060, 500)
    )
    return (
        indoors.bare_study()
        + place(furniture.bed(), (900, 850), 1.05)
        + place(offer, (830, 230))
        + caller
        + draw(pupil, (380, 862), 1.85)
    )


def game_item() -> str:
    """A pupil who plays a game is offered a glowing chest for a few coins."""
    playing = Arm((-0.25, 0.5), held=place(screens.gamepad(), (-26, 4), 0.55))
    pupil = TEEN_BOY.but(mood="surprised", look=(-0.6, -0.3), legs="hidden", left=Arm((-0.25, 0.5)), right=playing)
    desk = (
        place(furniture.table(640, 190), (880, 724))
        + place(furniture.plant(LEAF), (1130, 704), 0.7)
        + furniture.stack((650, 706))
    )
    offer = place(screens.bubble((430, 410), WHITE, tail="left"), (480, 290)) + place(screens.chest(), (480, 236), 1.3)
    price = (
        rect((324, 386), (312, 84), MINT, rx=42)
        + place(symbols.coin(), (382, 428), 0.7)
        + place(symbols.coin(), (450, 428), 0.7)
        + place(symbols.arrow(ORANGE), (564, 428), 0.84)
    )
    floor = place(furniture.satchel(CORAL), (420, 850), 1.1) + place(furniture.plant(), (110, 850), 1.3)
    return (
        interior.room("#e6e3f2", "#f3eef0", "#e3c498")
        + interior.shelf((800, 190))
        + floor
        + draw(pupil, (880, 950), 1.85)
        + desk
        + offer
        + price
        + place(symbols.stranger(72, "#6d6a9c"), (150, 440))
    )


def code_poster() -> str:
    """A pupil is about to scan a poster in the street and a friend says wait."""
    board = (
        ellipse((236, 832), (190, 18), INK, opacity=0.16)
        + path("M96 330H376L410 830H376L364 760H108L96 830H62Z", "#b98a5c")
        + rect((84, 300), (304, 460), "#d9ab78", rx=12)
        + rect((104, 320), (264, 420), CREAM, rx=6)
    )
    poster = (
        rect((104, 320), (264, 104), CORAL, rx=6)
        + place(_gift(), (236, 372), 0.8)
        + place(screens.code_pattern(176), (148, 468))
        + rect((150, 686), (172, 16), "#d8c8ab", rx=8)
        + rect((180, 712), (112, 12), "#d8c8ab", rx=6)
    )
    scanning = place(screens.phone_back(), (0, 2), turn=-8)
    pupil = touching(
        TEEN_SHORT.but(mood="happy", look=(-0.9, 0.1), left=Arm(bend=-1, held=scanning)),
        (640, 846),
        1.66,
        left=(472, 560),
    )
    friend = TEEN_TAIL.but(mood="worried", look=(-0.8, 0), left=Arm((0.42, -0.5), "palm"), right=HIP)
    beam = polygon([(462, 520), (462, 590), (330, 640), (330, 480)], SUN, opacity=0.28)
    return outdoors.street() + board + poster + beam + draw(friend, (960, 846), 1.66) + draw(pupil, (640, 846), 1.66)


def _gift() -> str:
    box = (
        rect((-44, -18), (88, 58), WHITE, rx=4)
        + rect((-52, -36), (104, 24), "#ffe3a3", rx=4)
        + rect((-9, -36), (18, 76), ORANGE)
    )
    return box + stroke("M0-36Q-40-66-34-38T0-36Q40-66 34-38T0-36", ORANGE, 8)


def click_for_money() -> str:
    """An advertisement promises money for every click; a teenager doubts it."""
    flying = ((120, 212, 0.95), (216, 130, 0.7), (600, 128, 0.85), (690, 220, 0.6), (84, 350, 0.6))
    coins = "".join(place(symbols.coin(), (x, y), size, turn=x % 25 - 12) for x, y, size in flying)
    computer = place(screens.laptop(_advertisement()), (400, 668), 1.12) + place(screens.pointer(), (500, 510), 0.9)
    thinking = {"left": Arm((-0.4, -0.04)), "right": Arm((-0.5, 0.5))}
    teen = draw(TEEN_GLASSES.but(mood="doubt", look=(-0.8, 0), legs="hidden", **thinking), (930, 952), 1.9)
    cloud = screens.thought((190, 150), WHITE, towards=(-66, 120)) + place(symbols.question(), (0, 0), 0.9)
    room = interior.room("#e9f3ef", "#d6ebe2", "#e3c498")
    pot = place(furniture.plant(), (1130, 706), 0.8)
    return room + teen + furniture.counter() + coins + computer + place(cloud, (1080, 150)) + pot


def _advertisement() -> str:
    """Rays, a large button with a coin on it and bars of writing, 460 x 280."""
    ends = (-230, -140, 90, 0), (-20, -140, 90, 0), (170, -140, 60, 60), (230, 60, 0, 80)
    ends += (60, 140, -90, 0), (-150, 140, -80, -40), (-230, -40, 0, 70)
    rays = "".join(
        polygon([(230, 140), (230 + x, 140 + y), (230 + x + wide, 140 + y + high)], "#ffe7ad")
        for x, y, wide, high in ends
    )
    button = rect((110, 96), (240, 92), shade(CORAL, 0.3), rx=46) + rect((110, 86), (240, 92), CORAL, rx=46)
    button += rect((130, 98), (200, 20), WHITE, rx=10, opacity=0.3)
    signs = place(symbols.coin(), (180, 132), 0.7) + place(symbols.arrow(WHITE), (272, 132), 0.56)
    writing = rect((130, 214), (200, 15), "#e9cf9a", rx=7) + rect((160, 240), (140, 13), "#e9cf9a", rx=6)
    return rect((0, 0), (460, 280), "#fff3d2") + rays + button + signs + writing


SCENES = {
    "fraud_refund_call": refund_call,
    "fraud_game_item": game_item,
    "fraud_qr_code": code_poster,
    "fraud_part_time": click_for_money,
}
