"""Scenes about fraud: the call, the offer, the code, the card, and whom to ask before anything is paid."""

import math

from slides.art import furniture, indoors, outdoors, screens, symbols
from slides.art.cast import FATHER, GIRL, TEEN_BOY, TEEN_GIRL, TEEN_GLASSES, TEEN_SHORT, TEEN_TAIL
from slides.art.clothes import STRIPED
from slides.art.limbs import HIP, LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    MINT,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    WHITE,
    shade,
    tint,
)
from slides.art.people import draw, touching
from slides.art.shapes import Point, circle, ellipse, pair, path, place, polygon, rect, stroke

AT_EAR = Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8))


def stranger(radius: float, colour: str = SLATE) -> str:
    """The round of somebody unknown: a plain figure without a face, a question mark on it."""
    figure = circle((0, -0.22 * radius), 0.3 * radius, WHITE) + path("M-50 62Q-46 8 0 8T50 62Q26 84 0 84T-50 62Z", WHITE, transform=f"scale({radius / 100:.2f})")
    return circle((0, 0), radius, colour) + figure + place(symbols.question(colour), (0, 0.06 * radius), radius / 190)


def refund_call() -> str:
    """A pupil at home answers a call; the stranger speaks of money that is coming back."""
    pupil = TEEN_GIRL.but(mood="surprised", look=(0.7, -0.2), tilt=4, right=AT_EAR, left=Arm((-0.05, 0.62)))
    coins = "".join(place(symbols.coin(), at, size) for at, size in (((-76, 36), 0.92), ((-8, 58), 0.8), ((-56, -26), 0.7)))
    offer = screens.bubble((400, 270), WHITE, tail="lower-right") + coins + place(symbols.returning(CORAL), (102, 0), 1.15)
    caller = place(stranger(74), (1060, 500)) + place(stroke("M-96-40Q-128 0-96 40M-116-62Q-164 0-116 62", SLATE, 9, opacity=0.6), (1060, 500))
    return indoors.bare_study() + place(furniture.bed(), (900, 850), 1.05) + place(offer, (830, 230)) + caller + draw(pupil, (380, 862), 1.85)


def game_item() -> str:
    """A pupil who plays a game is offered a glowing chest for a few coins."""
    playing = Arm((-0.25, 0.5), held=place(screens.gamepad(), (-26, 4), 0.55))
    pupil = TEEN_BOY.but(mood="surprised", look=(-0.6, -0.3), legs="hidden", left=Arm((-0.25, 0.5)), right=playing)
    desk = place(furniture.table(640, 190), (880, 724)) + place(furniture.plant(LEAF), (1130, 704), 0.7) + furniture.stack((650, 706))
    offer = place(screens.bubble((430, 410), WHITE, tail="left"), (480, 290)) + place(screens.chest(), (480, 236), 1.3)
    price = rect((324, 386), (312, 84), MINT, rx=42) + place(symbols.coin(), (382, 428), 0.7) + place(symbols.coin(), (450, 428), 0.7) + place(symbols.arrow(ORANGE), (564, 428), 0.84)
    floor = place(furniture.satchel(CORAL), (420, 850), 1.1) + place(furniture.plant(), (110, 850), 1.3)
    return indoors.room("#e6e3f2", "#f3eef0", "#e3c498") + indoors.shelf((800, 190)) + floor + draw(pupil, (880, 950), 1.85) + desk + offer + price + place(stranger(72, "#6d6a9c"), (150, 440))


def code_poster() -> str:
    """A pupil is about to scan a poster in the street and a friend says wait."""
    board = ellipse((236, 832), (190, 18), INK, opacity=0.16) + path("M96 330H376L410 830H376L364 760H108L96 830H62Z", "#b98a5c") + rect((84, 300), (304, 460), "#d9ab78", rx=12) + rect((104, 320), (264, 420), CREAM, rx=6)
    poster = rect((104, 320), (264, 104), CORAL, rx=6) + place(_gift(), (236, 372), 0.8) + place(screens.code_pattern(176), (148, 468)) + rect((150, 686), (172, 16), "#d8c8ab", rx=8) + rect((180, 712), (112, 12), "#d8c8ab", rx=6)
    scanning = place(screens.phone_back(), (0, 2), turn=-8)
    pupil = touching(TEEN_SHORT.but(mood="happy", look=(-0.9, 0.1), left=Arm(bend=-1, held=scanning)), (640, 846), 1.66, left=(472, 560))
    friend = TEEN_TAIL.but(mood="worried", look=(-0.8, 0), left=Arm((0.42, -0.5), "palm"), right=HIP)
    beam = polygon([(462, 520), (462, 590), (330, 640), (330, 480)], SUN, opacity=0.28)
    return outdoors.street() + board + poster + beam + draw(friend, (960, 846), 1.66) + draw(pupil, (640, 846), 1.66)


def _gift() -> str:
    box = rect((-44, -18), (88, 58), WHITE, rx=4) + rect((-52, -36), (104, 24), "#ffe3a3", rx=4) + rect((-9, -36), (18, 76), ORANGE)
    return box + stroke("M0-36Q-40-66-34-38T0-36Q40-66 34-38T0-36", ORANGE, 8)


def borrow_card() -> str:
    """A friend holds out a hand for a bank card and its owner hesitates."""
    friend = touching(TEEN_SHORT.but(mood="happy", look=(0.8, 0.1), right=Arm(shape="open", bend=-1)), (280, 862), 1.8, right=(492, 604))
    card = place(screens.bank_card(), (-4, -12), 0.52, turn=-12)
    owner = TEEN_GIRL.but(mood="doubt", look=(-0.8, 0), tilt=4, left=Arm((-0.12, 0.46), held=card), right=Arm((-0.36, 0.4)))
    said = place(screens.bubble((236, 156), WHITE, tail="lower-left") + place(screens.bank_card(ORANGE), (-40, 0), 0.6) + place(symbols.question(BLUE), (74, 0), 0.72), (460, 150))
    wondering = place(screens.thought((230, 160), WHITE, towards=(-100, 116)) + place(symbols.lock_shield(), (4, -2), 0.9), (1090, 150))
    return outdoors.gate_yard() + said + wondering + draw(friend, (280, 862), 1.8) + draw(owner, (860, 862), 1.8)


def click_for_money() -> str:
    """An advertisement promises money for every click; a teenager doubts it."""
    rays = "".join(polygon([(230, 140), (230 + dx, 140 + dy), (230 + dx + ex, 140 + dy + ey)], "#ffe7ad") for dx, dy, ex, ey in ((-230, -140, 90, 0), (-20, -140, 90, 0), (170, -140, 60, 60), (230, 60, 0, 80), (60, 140, -90, 0), (-150, 140, -80, -40), (-230, -40, 0, 70)))
    button = rect((110, 96), (240, 92), shade(CORAL, 0.3), rx=46) + rect((110, 86), (240, 92), CORAL, rx=46) + rect((130, 98), (200, 20), WHITE, rx=10, opacity=0.3) + place(symbols.coin(), (180, 132), 0.7) + place(symbols.arrow(WHITE), (272, 132), 0.56)
    advert = rect((0, 0), (460, 280), "#fff3d2") + rays + button + rect((130, 214), (200, 15), "#e9cf9a", rx=7) + rect((160, 240), (140, 13), "#e9cf9a", rx=6)
    coins = "".join(place(symbols.coin(), at, size, turn=turn) for at, size, turn in (((120, 212), 0.95, -12), ((216, 130), 0.7, 10), ((600, 128), 0.85, 16), ((690, 220), 0.6, 0), ((84, 350), 0.6, 8)))
    computer = place(screens.laptop(advert), (400, 668), 1.12) + place(screens.pointer(), (500, 510), 0.9)
    teen = TEEN_GLASSES.but(mood="doubt", look=(-0.8, 0), legs="hidden", left=Arm((-0.4, -0.04)), right=Arm((-0.5, 0.5)))
    wondering = place(screens.thought((190, 150), WHITE, towards=(-66, 120)) + place(symbols.question(), (0, 0), 0.9), (1080, 150))
    desk = path("M0 660H1200V720H0Z", tint("#e2b27c", 0.28)) + rect((0, 716), (1200, 34), "#e2b27c") + rect((0, 750), (1200, 150), shade("#e2b27c", 0.2)) + rect((0, 750), (1200, 16), shade("#e2b27c", 0.32))
    return indoors.room("#e9f3ef", "#d6ebe2", "#e3c498") + draw(teen, (930, 952), 1.9) + desk + coins + computer + wondering + place(furniture.plant(), (1130, 706), 0.8)


def call_together() -> str:
    """A parent and a child call the anti-fraud line together."""
    held = place(screens.phone_front(SKY), (0, 10), turn=6)
    parent = FATHER.but(mood="talk", look=(0.5, 0.4), legs="sit", right=Arm((-0.06, 0.34), held=held), left=LAP)
    child = GIRL.but(mood="listen", look=(-0.6, 0), legs="sit", wear=STRIPED, tilt=-6, left=LAP, right=LAP)
    bubble = place(screens.bubble((360, 260), WHITE, tail="lower-left") + place(symbols.check_shield(), (0, 2), 1.7), (664, 196))
    couch = place(furniture.sofa(760), (560, 712), 1.1)
    return indoors.living_room() + couch + draw(parent, (380, 850), 1.66) + draw(child, (660, 850), 1.66) + bubble


def card_and_arrows() -> str:
    """From one bank card many arrows lead to one unknown person after another."""
    ends = ((180, 190), (600, 112), (1030, 190), (1060, 650), (660, 784))
    tones = (ORANGE, "#6d6a9c", GREEN, CORAL, SLATE)
    arrows = "".join(_payment((620, 430), end, tone) for end, tone in zip(ends, tones, strict=True))
    people = "".join(place(stranger(72, tone), end) for end, tone in zip(ends, tones, strict=True))
    owner = TEEN_BOY.but(mood="worried", look=(0.8, -0.5), left=Arm((-0.3, -0.02)), right=Arm((0.02, 0.62)))
    card = ellipse((632, 552), (220, 20), NAVY, opacity=0.14) + place(screens.bank_card(), (620, 430), 2.1, turn=-5)
    return indoors.soft_ground("#dbeee8", "#edf7f3") + arrows + card + people + draw(owner, (250, 870), 1.4)


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
    received = screens.message(250, 2, colour=WHITE, ink="#c7d2de", at=(36, 120)) + rect((36, 230), (288, 150), BLUE, rx=28) + rect((70, 258), (150, 14), WHITE, rx=7, opacity=0.6)
    received += "".join(rect((66 + 40 * i, 296), (31, 48), WHITE, rx=8) + circle((81.5 + 40 * i, 320), 7, NAVY) for i in range(6))
    received += rect((36, 420), (296, 130), WHITE, rx=28) + place(symbols.check_shield(), (94, 486), 0.72) + place(screens.words(150, 3, "#c7d2de"), (150, 454))
    received += rect((24, 648), (260, 48), WHITE, rx=24) + circle((322, 672), 24, SKY)
    phone = place(screens.phone(rect((0, 0), (368, 80), "#dfe8f0", rx=26) + received, size=(400, 760)), (310, 455), turn=-3)
    asking = place(screens.bubble((300, 170), CORAL, tail="lower-right") + "".join(rect((-110 + 38 * i, -30), (30, 44), "#ffd2cb", rx=8) for i in range(6)) + place(symbols.question(WHITE), (0, 42), 0.4), (960, 240))
    bounce = stroke("M884 384L846 412M930 420L906 462M846 346L802 356", CORAL, 10)
    guard = ellipse((700, 772), (150, 18), NAVY, opacity=0.14) + place(symbols.lock_shield(), (700, 540), 3.6)
    return indoors.soft_ground("#ffe9cf", "#fff4e4") + phone + guard + asking + bounce + place(stranger(84, "#6d6a9c"), (1046, 500))


SCENES = {
    "fraud_refund_call": refund_call,
    "fraud_game_item": game_item,
    "fraud_qr_code": code_poster,
    "fraud_borrow_card": borrow_card,
    "fraud_part_time": click_for_money,
    "fraud_call_96110": call_together,
    "fraud_card_arrows": card_and_arrows,
    "fraud_code_shield": guarded_code,
}
