"""Scenes about brown tap water, a rumour, a card with an address, and the way to set it right."""

from slides.art import furniture, indoors, interior, screens, symbols
from slides.art import screen_props as props
from slides.art.cast import (
    FATHER,
    GRANDMA,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_SHORT,
    TEEN_TAIL,
    behind_desk,
)
from slides.art.crowd import portrait
from slides.art.faces import laughing_token
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    LEAF,
    LILAC,
    ORANGE,
    SLATE,
    SUN,
    WHITE,
    shade,
    tint,
)
from slides.art.people import draw, touching
from slides.art.shapes import circle, ellipse, line, path, place, rect, stroke

FORWARDER = TEEN_TAIL
ASKER = TEEN_GIRL


def brown_water() -> str:
    """A girl stands at the washbasin, the water is brown; she takes a photo and wonders."""
    tiles = rect((0, 0), (1200, 900), "#e3f0ee") + "".join(
        line((0, y), (1200, y), "#d2e4e1", width=4) for y in range(90, 640, 90)
    )
    tiles += "".join(line((x, 0), (x, 640), "#d2e4e1", width=4) for x in range(60, 1200, 120))
    floor = rect((0, 640), (1200, 260), "#cfdcd9") + rect((0, 634), (1200, 16), "#b9ccc8")
    mirror = rect((300, 90), (330, 280), "#b98a5c", rx=14) + rect((316, 106), (298, 248), "#d7ecf6", rx=8)
    mirror += path("M330 354L450 106H520L400 354Z", WHITE, opacity=0.5)
    sink = place(props.sink(), (450, 560), 1.15)
    held = place(screens.phone_back(), (0, 0), turn=-10)
    girl = ASKER.but(mood="doubt", look=(-0.8, 0.3), left=Arm((0.4, 0.12), held=held), right=Arm((0.06, 0.62)))
    cup = place(props.glass(), (300, 500), 1.1)
    cloud = place(
        screens.thought((190, 150), WHITE, towards=(-70, 124)) + place(symbols.question(), (0, 0), 0.9), (1030, 160)
    )
    return tiles + floor + mirror + sink + cup + draw(girl, (850, 862), 1.8) + cloud


_TREE = ((640, 170), (640, 430), (640, 690))


def forward_tree() -> str:
    """From one phone a message runs to three groups and from each of them to ever more people."""
    ground = interior.soft_ground("#fbe4d8", "#fdf1ea")
    chat = rect((0, 0), (308, 70), "#dfe8f0", rx=24) + rect((94, 30), (120, 14), "#aebccb", rx=7)
    photo = (
        rect((30, 100), (248, 200), WHITE, rx=20)
        + rect((46, 116), (216, 130), "#e3f0ee", rx=10)
        + place(props.glass(), (154, 182), 1.3)
    )
    photo += rect((46, 262), (150, 14), "#c7d2de", rx=7)
    loud = rect((30, 330), (248, 96), CORAL, rx=24) + "".join(
        rect((140 + 22 * i, 350), (12, 38), WHITE, rx=6) + circle((146 + 22 * i, 404), 7, WHITE) for i in range(3)
    )
    send = rect((30, 458), (248, 76), ORANGE, rx=38) + place(symbols.arrow(WHITE), (154, 496), 0.62)
    phone = place(screens.phone(chat + photo + loud + send, size=(340, 640)), (236, 450), turn=-4)
    runs = heads = ""
    for row, (x, y) in enumerate(_TREE):
        runs += stroke(f"M430 450Q520 {(450 + y) / 2} {x - 74} {y}", ORANGE, 12, stroke_dasharray="2 24")
        for step in range(3):
            end = 1000 + 60 * (step % 2), y - 84 + 84 * step
            runs += stroke(
                f"M{x + 74} {y}Q{x + 210} {(y + end[1]) / 2} {end[0] - 50} {end[1]}",
                tint(ORANGE, 0.35),
                9,
                stroke_dasharray="2 20",
            )
            heads += portrait((row * 3 + step), end, 0.48)
        heads += circle((x, y), 66, WHITE) + portrait(row + 9, (x, y), 0.78)
    return ground + runs + phone + heads


def water_rush() -> str:
    """In a shop people carry off packs of water; the shelf is almost empty and a girl is startled."""
    shop = interior.room("#f4efe2", "#e7dcc4", "#d9c7a2") + place(props.shelf_unit(520), (300, 650), 1.5)
    shop += rect((760, 90), (360, 60), ORANGE, rx=12) + rect((790, 112), (220, 16), WHITE, rx=8, opacity=0.8)
    pack = Arm((-0.32, 0.52))
    father = draw(FATHER.but(mood="worried", look=(0.6, 0), left=pack, right=pack), (300, 866), 1.6)
    father += place(props.water_pack(), (300, 684), 1.25)
    granny = draw(GRANDMA.but(mood="worried", look=(-0.4, 0), left=pack, right=pack), (620, 860), 1.5)
    granny += place(props.water_pack(), (620, 690), 1.1)
    girl = draw(FORWARDER.but(mood="surprised", look=(-0.7, 0), left=CHEST, right=Arm((0.12, 0.9))), (990, 866), 1.7)
    floor = place(props.water_pack(), (800, 878), 0.8)
    return shop + father + granny + floor + girl


def chat_turns() -> str:
    """All at once arrows from many screens point at one girl, and a card with her home and number lies open."""
    ground = interior.soft_ground("#d6d9e8", "#e6e8f2") + ellipse((600, 866), (220, 20), "#9aa3bf", opacity=0.5)
    girl = draw(ASKER.but(mood="sad", look=(0, 0.5), left=Arm((-0.5, 0.44)), right=Arm((-0.5, 0.5))), (600, 864), 1.8)
    spots = ((150, 190, 24), (110, 440, 2), (160, 690, -20), (1050, 190, 156), (1090, 440, 178), (1040, 690, 200))
    around = ""
    for index, (x, y, turn) in enumerate(spots):
        tone = (CORAL, ORANGE, SLATE)[index % 3]
        around += place(screens.bubble((190, 130), WHITE, tail="lower-right" if x < 600 else "lower-left"), (x, y))
        around += place(screens.words(120, 3, "#c7d2de"), (x - 62, y - 34))
        side = 1 if x < 600 else -1
        around += place(props.pointing(tone), (x + side * 156, y), 0.9, turn=turn)
    card = place(props.file_card(), (600, 128), 1.05)
    return ground + card + around + girl


def setting_right() -> str:
    """Three teenagers at one computer write a correction; a green tick runs back along the way of the rumour."""
    wall = interior.room("#e9f3ef", "#d6ebe2", "#e3c498") + interior.window((60, 90), (230, 260))
    back = "".join(
        circle((x, y), 44, WHITE) + place(symbols.tick(GREEN), (x, y), 0.9)
        for x, y in ((470, 130), (640, 90), (810, 130))
    )
    back += stroke("M600 250Q560 190 500 162M640 240V140M690 250Q730 190 780 162", GREEN, 8, stroke_dasharray="3 20")
    asker = behind_desk(ASKER.but(mood="calm", look=(0.7, 0.2)), (220, 690), 1.75)
    friend = draw(
        TEEN_SHORT.but(mood="glad", look=(-0.6, 0.2), legs="hidden", left=Arm((0.3, 0.42), "open"), right=HIP),
        (1020, 936),
        1.75,
    )
    typing = touching(
        FORWARDER.but(mood="telling", look=(-0.3, 0.5), legs="hidden"),
        (640, 940),
        1.75,
        left=(560, 640),
        right=(720, 640),
    )
    lid = rect((480, 536), (320, 154), "#c5ced9", rx=16) + rect((620, 600), (40, 8), WHITE, rx=4, opacity=0.8)
    desk = place(furniture.table(1120, 180), (600, 726))
    return (
        wall
        + back
        + draw(typing, (640, 926), 1.75)
        + asker
        + friend
        + desk
        + lid
        + rect((450, 686), (380, 16), "#e3e9ef", rx=6)
    )


def endless_scroll() -> str:
    """A boy in bed before a phone from which one bright card after another pours out; the clock is late."""
    night = rect((0, 0), (330, 330), "#3b4f86") + circle((240, 84), 26, CREAM) + circle((252, 78), 22, "#3b4f86")
    night += "".join(circle(at, 4, WHITE, opacity=0.8) for at in ((60, 60), (130, 120), (90, 200), (280, 220)))
    room = indoors.bare_study(night, "#cfd4ea") + rect((0, 0), (1200, 900), "#1b2f5c", opacity=0.22)
    cards = ""
    for index, (x, y, turn, size) in enumerate(
        ((700, 470, -8, 0.72), (820, 390, -3, 0.82), (944, 300, 4, 0.92), (1070, 200, 10, 1.05))
    ):
        tone = (CORAL, LEAF, SUN, LILAC)[index]
        sign = (symbols.note(), symbols.heart(WHITE), symbols.star(WHITE), laughing_token())[index]
        card = (
            rect((-66, -84), (132, 168), WHITE, rx=16)
            + rect((-56, -74), (112, 112), tone, rx=10)
            + place(sign, (0, -18), 0.7)
        )
        cards += place(card + rect((-50, 52), (80, 12), "#c7d2de", rx=6), (x, y), size, turn=turn)
    held = place(screens.phone_front("#eaf4fb"), (0, 4), turn=8)
    boy = TEEN_BOY.but(
        mood="reading", look=(0.3, 0.7), legs="hidden", left=Arm((-0.24, 0.4)), right=Arm((-0.2, 0.38), held=held)
    )
    quilt = path("M0 730Q300 660 620 700T1200 690V900H0Z", BLUE) + path(
        "M0 800Q320 740 640 776T1200 760V900H0Z", shade(BLUE, 0.3)
    )
    pillow = rect((270, 430), (330, 210), WHITE, rx=60) + rect((300, 600), (280, 60), "#dfe7ee", rx=30)
    hour = place(symbols.clock(CORAL), (150, 560), 1.05)
    return room + pillow + draw(boy, (470, 960), 1.75) + quilt + hour + cards


SCENES = {
    "online_brown_water": brown_water,
    "online_forward_tree": forward_tree,
    "online_water_rush": water_rush,
    "online_chat_turns": chat_turns,
    "online_setting_right": setting_right,
    "online_endless_scroll": endless_scroll,
}
