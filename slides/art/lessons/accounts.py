"""Scenes about cards and codes that are nobody else's business, and whom to call before anything is paid."""

import math

from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import FATHER, GIRL, TEEN_BOY, TEEN_GIRL, TEEN_SHORT
from slides.art.clothes import STRIPED
from slides.art.limbs import LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    GREEN,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    WHITE,
)
from slides.art.people import draw, touching
from slides.art.shapes import Point, circle, ellipse, pair, place, polygon, rect, stroke


def borrow_card() -> str:
    """A friend holds out a hand for a bank card and its owner hesitates."""
    friend = touching(
        TEEN_SHORT.but(mood="happy", look=(0.8, 0.1), right=Arm(shape="open", bend=-1)),
        (280, 862),
        1.8,
        right=(492, 604),
    )
    card = place(screens.bank_card(), (-4, -12), 0.52, turn=-12)
    owner = TEEN_GIRL.but(
        mood="doubt", look=(-0.8, 0), tilt=4, left=Arm((-0.12, 0.46), held=card), right=Arm((-0.36, 0.4))
    )
    said = place(
        screens.bubble((236, 156), WHITE, tail="lower-left")
        + place(screens.bank_card(ORANGE), (-40, 0), 0.6)
        + place(symbols.question(BLUE), (74, 0), 0.72),
        (460, 150),
    )
    wondering = place(
        screens.thought((230, 160), WHITE, towards=(-100, 116)) + place(symbols.lock_shield(), (4, -2), 0.9),
        (1062, 150),
    )
    return outdoors.gate_yard() + said + wondering + draw(friend, (280, 862), 1.8) + draw(owner, (860, 862), 1.8)


def call_together() -> str:
    """A parent and a child call the anti-fraud line together."""
    held = place(screens.phone_front(SKY), (0, 10), turn=6)
    parent = FATHER.but(mood="talk", look=(0.5, 0.4), legs="sit", right=Arm((-0.06, 0.34), held=held), left=LAP)
    child = GIRL.but(mood="listen", look=(-0.6, 0), legs="sit", wear=STRIPED, tilt=-6, left=LAP, right=LAP)
    bubble = place(
        screens.bubble((360, 260), WHITE, tail="lower-left") + place(symbols.check_shield(), (0, 2), 1.7), (664, 196)
    )
    couch = place(furniture.sofa(760), (560, 712), 1.1)
    return indoors.living_room() + couch + draw(parent, (380, 850), 1.66) + draw(child, (660, 850), 1.66) + bubble


def card_and_arrows() -> str:
    """From one bank card many arrows lead to one unknown person after another."""
    ends = ((180, 190), (600, 112), (1030, 190), (1060, 650), (660, 784))
    tones = (ORANGE, "#6d6a9c", GREEN, CORAL, SLATE)
    arrows = "".join(_payment((620, 430), end, tone) for end, tone in zip(ends, tones, strict=True))
    people = "".join(place(symbols.stranger(72, tone), end) for end, tone in zip(ends, tones, strict=True))
    owner = TEEN_BOY.but(mood="worried", look=(0.8, -0.5), left=Arm((-0.3, -0.02)), right=Arm((0.02, 0.62)))
    card = ellipse((632, 552), (220, 20), NAVY, opacity=0.14) + place(screens.bank_card(), (620, 430), 2.1, turn=-5)
    return interior.soft_ground("#dbeee8", "#edf7f3") + arrows + card + people + draw(owner, (250, 870), 1.4)


def _payment(start: Point, end: Point, colour: str) -> str:
    """A curved dotted arrow from the card to a stranger, a coin on its way."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    bend = start[0] + dx * 0.5 + dy * 0.16, start[1] + dy * 0.5 - dx * 0.16
    turn = math.atan2(end[1] - bend[1], end[0] - bend[0])
    tip = end[0] - 104 * math.cos(turn), end[1] - 104 * math.sin(turn)
    curve = stroke(f"M{pair(start)}Q{pair(bend)} {pair(tip)}", colour, 12, stroke_dasharray="2 24")
    head = place(polygon([(20, 0), (-14, -22), (-14, 22)], colour), tip, turn=math.degrees(turn))
    moving = tuple(0.09 * a + 0.42 * b + 0.49 * c for a, b, c in zip(start, bend, tip, strict=True))
    return curve + head + place(symbols.coin(), moving, 0.62)


def guarded_code() -> str:
    """A shield with a lock keeps the message that asks for a verification code away from the phone."""
    received = (
        screens.message(250, 2, colour=WHITE, ink="#c7d2de", at=(36, 120))
        + rect((36, 230), (288, 150), BLUE, rx=28)
        + rect((70, 258), (150, 14), WHITE, rx=7, opacity=0.6)
    )
    received += "".join(
        rect((66 + 40 * i, 296), (31, 48), WHITE, rx=8) + circle((81.5 + 40 * i, 320), 7, NAVY) for i in range(6)
    )
    received += (
        rect((36, 420), (296, 130), WHITE, rx=28)
        + place(symbols.check_shield(), (94, 486), 0.72)
        + place(screens.words(150, 3, "#c7d2de"), (150, 454))
    )
    received += rect((24, 648), (260, 48), WHITE, rx=24) + circle((322, 672), 24, SKY)
    phone = place(
        screens.phone(rect((0, 0), (368, 80), "#dfe8f0", rx=26) + received, size=(400, 760)), (310, 455), turn=-3
    )
    asking = place(
        screens.bubble((300, 170), CORAL, tail="lower-right")
        + "".join(rect((-110 + 38 * i, -30), (30, 44), "#ffd2cb", rx=8) for i in range(6))
        + place(symbols.question(WHITE), (0, 42), 0.4),
        (960, 240),
    )
    bounce = stroke("M884 384L846 412M930 420L906 462M846 346L802 356", CORAL, 10)
    guard = ellipse((700, 772), (150, 18), NAVY, opacity=0.14) + place(symbols.lock_shield(), (700, 540), 3.6)
    return (
        interior.soft_ground("#ffe9cf", "#fff4e4")
        + phone
        + guard
        + asking
        + bounce
        + place(symbols.stranger(84, "#6d6a9c"), (1046, 500))
    )


SCENES = {
    "fraud_borrow_card": borrow_card,
    "fraud_call_96110": call_together,
    "fraud_card_arrows": card_and_arrows,
    "fraud_code_shield": guarded_code,
}
