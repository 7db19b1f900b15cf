"""Scenes about a face that was borrowed: a made-up film, where it ran, whom it hurt, and how it is made good."""

from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art import screen_props as props
from slides.art.cast import (
    FATHER,
    TEACHER,
    TEEN_BOY,
    TEEN_SHORT,
    TEEN_TAIL,
    behind_desk,
)
from slides.art.crowd import portrait
from slides.art.faces import laughing_token
from slides.art.limbs import HIP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    INK,
    LEAF,
    LILAC,
    MINT,
    ORANGE,
    SKY,
    SUN,
    WHITE,
)
from slides.art.people import bust, draw, touching
from slides.art.shapes import circle, cropped, ellipse, faded, line, path, place, rect, stroke


def two_faces() -> str:
    """Half of a teacher's face is real and half is made of squares; a pair of scales stands beside it."""
    ground = interior.soft_ground("#e3e6ef", "#eff1f6")
    plate = rect((120, 110), (560, 680), WHITE, rx=30) + rect((146, 136), (508, 628), "#dbe6f2", rx=20)
    teacher = cropped(bust(TEACHER.but(mood="calm"), (254, 300), 3.6), (508, 628))
    squares = "".join(
        rect(
            (42 * column, 42 * row),
            (39, 39),
            (SKY, BLUE, LILAC, MINT, "#8fa3b8", "#f6cba9")[(column * 5 + row * row * 3) % 6],
            rx=6,
        )
        for column in range(6)
        for row in range(15)
        if column < 1 or (column * 7 + row * 5) % (4 + column) > column - 1
    )
    half = place(f'<g opacity="0.92">{cropped(squares, (254, 628))}</g>', (400, 136))
    frame = rect((120, 110), (560, 680), "none", stroke="#c5ced9", stroke_width=10, rx=30) + line(
        (400, 140), (400, 760), WHITE, width=8
    )
    balance = place(symbols.scales(), (930, 430), 1.9) + ellipse((930, 650), (150, 16), INK, opacity=0.12)
    signs = place(
        screens.bubble((150, 110), SKY, tail="lower-left") + place(screens.dots(WHITE), (0, 0), 0.8), (755, 432), 0.62
    )
    signs += place(symbols.heart(), (1105, 444), 0.6)
    return ground + plate + place(teacher, (146, 136)) + half + frame + balance + signs


def face_swap() -> str:
    """At his computer a teenager puts a teacher's face on another figure and finds it funny."""
    wall = (
        interior.room("#e6e3f2", "#f3eef0", "#e3c498")
        + interior.shelf((840, 180))
        + interior.window((60, 90), (220, 250))
    )
    view = rect((0, 0), (460, 280), "#2f3b57")
    real = rect((26, 34), (150, 170), "#dbe6f2", rx=12) + cropped(
        place(bust(TEACHER.but(mood="calm"), (101, 128), 1.05), (0, 0)), (176, 204)
    )
    figure = (
        rect((284, 34), (150, 170), "#ffe3a3", rx=12)
        + place(path("M-46 60Q-40 4 0 4T46 60Z", CORAL), (359, 144))
        + circle((359, 112), 44, "#c5ced9")
    )
    figure += "".join(
        rect((331 + 15 * c, 84 + 15 * r), (13, 13), (SKY, LILAC, MINT)[(c + r) % 3], rx=2)
        for c in range(4)
        for r in range(4)
    )
    tools = (
        place(symbols.arrow(ORANGE), (230, 120), 0.7)
        + rect((26, 228), (408, 16), "#51628f", rx=8)
        + rect((26, 228), (250, 16), LEAF, rx=8)
        + circle((276, 236), 13, WHITE)
    )
    computer = place(screens.laptop(view + real + figure + tools), (420, 690), 1.28)
    teen = TEEN_BOY.but(mood="tease", look=(-0.8, 0.1), legs="hidden", left=Arm((0.24, 0.46)), right=Arm((-0.3, 0.02)))
    laughs = place(laughing_token(), (1020, 250), 0.62, turn=10) + place(laughing_token(), (1110, 350), 0.44, turn=-8)
    return wall + draw(teen, (930, 960), 1.9) + furniture.counter() + computer + laughs


def cut_clip() -> str:
    """Scissors cut the end and the label off a film, and what is left runs from phone to phone."""
    ground = interior.soft_ground("#dcecf3", "#edf6fa")
    strip = place(props.film_strip(5), (60, 70), 1.1, turn=4)
    cut = place(props.film_strip(2), (880, 150), 1.1, turn=20)
    label = place(
        rect((-84, -34), (168, 68), SUN, rx=14)
        + place(symbols.check_shield(), (-44, 0), 0.44)
        + rect((-10, -8), (70, 16), WHITE, rx=8),
        (1030, 420),
        turn=16,
    )
    blades = place(props.scissors(), (772, 330), 1.5, turn=10)
    play = (
        rect((22, 60), (166, 110), "#2f3b57", rx=10)
        + path("M92 92L130 115L92 138Z", WHITE)
        + place(laughing_token(), (60, 214), 0.4)
        + place(laughing_token(), (112, 214), 0.4)
    )
    phones = runs = ""
    for x, y, size in ((180, 660, 0.86), (420, 672, 0.86), (660, 684, 0.86)):
        phones += place(screens.phone(play, size=(242, 400)), (x, y), size)
    for x in (300, 540, 782):
        runs += place(symbols.arrow(ORANGE), (x, 640 + (x - 330) * 0.12), 0.5)
    crowd = "".join(portrait(index, (x, y), 0.5) for index, (x, y) in enumerate(((910, 650), (1010, 740), (1100, 640))))
    return ground + strip + cut + label + blades + phones + runs + crowd


def teacher_evening() -> str:
    """In the evening a teacher sits over exercise books; her phone fills the room with bubbles."""
    dusk = (
        rect((0, 0), (330, 330), "#6f86b8")
        + path("M0 150Q160 110 330 150V330H0Z", "#e9a98f")
        + path("M0 220Q160 190 330 226V330H0Z", "#f7c59b")
    )
    dusk += path("M0 270Q120 236 200 268T330 262V330H0Z", "#51628f")
    room = indoors.bare_study(dusk, "#d8dff0") + rect((0, 0), (1200, 900), "#1b2f5c", opacity=0.16)
    teacher = behind_desk(TEACHER.but(mood="down", tilt=-4, look=(0.3, 0.5)), (560, 690), 1.85)
    desk = (
        place(furniture.table(860, 190), (620, 720))
        + furniture.stack((330, 706))
        + place(furniture.lamp(), (250, 706), 1.1)
    )
    phone = place(screens.phone_front(SUN), (860, 690), 0.9, turn=12) + stroke(
        "M826 610Q846 596 866 604M900 620Q914 636 908 656", WHITE, 6
    )
    bubbles = ""
    for index, (x, y, wide) in enumerate(
        ((830, 470, 170), (1030, 400, 200), (860, 290, 210), (1060, 220, 170), (850, 130, 160))
    ):
        tone = (WHITE, "#ffe1dc", WHITE, "#ffe1dc", WHITE)[index]
        bubbles += place(screens.bubble((wide, 96), tone, tail="lower-left" if index % 2 else "lower-right"), (x, y))
        bubbles += place(screens.words(wide - 60, 2, "#c7b9c4"), (x - wide / 2 + 30, y - 20))
    return room + faded(bubbles, 0.94) + teacher + desk + phone


def number_exposed() -> str:
    """A hand holds a card with somebody's home and number before the group; another teenager steps in between."""
    ground = outdoors.gate_yard()
    poster = TEEN_SHORT.but(mood="serious", look=(0.8, 0), right=Arm(bend=1), left=Arm((0.1, 0.92)))
    poster = draw(touching(poster, (230, 862), 1.75, right=(420, 500)), (230, 862), 1.75)
    card = place(props.file_card(), (500, 440), 0.92, turn=-6)
    friend = TEEN_TAIL.but(mood="telling", look=(-0.8, 0), left=Arm((0.42, -0.42), "palm"), right=HIP)
    lock = place(
        screens.bubble((210, 170), WHITE, tail="lower-left") + place(symbols.lock_shield(), (0, 0), 1.1), (1010, 220)
    )
    return ground + card + poster + draw(friend, (830, 862), 1.75) + lock


def making_good() -> str:
    """In an office a teenager with his father says sorry to his teacher, and a label lies on the table."""
    teacher = behind_desk(TEACHER.but(mood="listen", look=(0.7, 0.1)), (270, 676), 1.85)
    teen = behind_desk(TEEN_BOY.but(mood="sorry", look=(-0.6, 0.2)), (640, 676), 1.85)
    father = behind_desk(FATHER.but(mood="calm", look=(-0.6, 0.2), tilt=-3), (960, 676), 1.85)
    letter = path("M-70-40H70L86 0H-86Z", WHITE) + stroke("M-48-29H44M-52-15H50", "#b7c3d0", 5)
    table = place(furniture.table(1100, 190), (605, 712)) + place(letter, (470, 708))
    keep = place(props.folder(), (830, 690), 0.5)
    return indoors.office() + teacher + teen + father + table + keep


SCENES = {
    "online_two_faces": two_faces,
    "online_face_swap": face_swap,
    "online_cut_clip": cut_clip,
    "online_teacher_evening": teacher_evening,
    "online_number_exposed": number_exposed,
    "online_making_good": making_good,
}
