"""Scenes about bullying at school: being mocked, being left out, telling somebody, making it good."""

from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import (
    BOB,
    BOY,
    CROP,
    CURLS,
    FATHER,
    GIRL,
    LITTLE_BOY,
    LITTLE_GIRL,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    TEEN_BOY,
    TEEN_GIRL,
    VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.faces import laughing_token
from slides.art.limbs import CHEST, HIP, LAP, RAISED, Arm
from slides.art.palette import BLUE, CORAL, CREAM, LEAF, MINT, ORANGE, SKY, SUN, WHITE, mix, shade
from slides.art.people import Person, bust, draw, draw_behind, touching
from slides.art.shapes import Point, circle, cropped, ellipse, faded, line, path, place, rect, stroke


def nickname() -> str:
    """A mocking doodle on the blackboard, two who giggle and the girl it is meant for."""
    chalk = Arm((0.62, -0.62), held=rect((-4, -16), (8, 22), WHITE, rx=3))
    gigglers = draw(CROP.but(mood="tease", look=(0.7, 0.3), right=chalk), (330, 690), 1.3)
    gigglers += draw(BOB.but(mood="joy", look=(-0.8, 0.2), right=Arm((-0.34, -0.02))), (960, 690), 1.3)
    girl = behind_desk(GIRL.but(mood="down", tilt=6, look=(-0.2, 0.6)), (640, 730), 2)
    desk = (
        place(furniture.desk(420), (640, 730), 1.05)
        + furniture.stack((800, 730))
        + place(furniture.pencil_case(SUN), (500, 706), 0.7)
    )
    return indoors.classroom() + _doodle((600, 262)) + gigglers + girl + desk


def _doodle(at: Point) -> str:
    """A chalk face with big ears and a tongue put out, and a few mocking strokes."""
    face = stroke(
        "M-62 0a62 60 0 1 0 124 0a62 60 0 1 0-124 0M-58-22Q-104-50-96 6Q-90 30-60 18M58-22Q104-50 96 6Q90 30 60 18",
        WHITE,
        6,
    )
    inner = stroke("M-23-8v10M23-8v10M-28 30Q0 44 28 30M-4 37Q-6 62 8 62T18 35", WHITE, 6)
    hair = stroke("M-20-60l-8-26M0-62V-90M20-60l8-26", "#ffd9a0", 6)
    fun = stroke(
        "M150-50q20-24 40 0t40 0M150 0q20-24 40 0t40 0M-220-44l22 22m0-22l-22 22M-196 24l18 18m0-18l-18 18",
        "#ffc9bd",
        6,
    )
    return place(faded(face + inner + hair + fun, 0.9), at)


def left_out() -> str:
    """Recess: four children play in a ring and one boy sits apart on a bench."""
    ring = draw(NEAT.but(mood="glad", look=(0.6, -0.3), right=Arm((0.42, -0.5), "palm")), (600, 700), 1.16)
    ring += draw(PONYTAIL.but(mood="joy", look=(-0.5, -0.3), left=Arm((0.42, -0.5), "palm")), (850, 690), 1.16)
    ring += place(furniture.ball(), (724, 372), 0.8) + stroke(
        "M660 440Q680 400 690 392M790 430Q772 402 762 394", WHITE, 6, opacity=0.9
    )
    ring += draw(PIGTAILS.but(mood="joy", look=(-0.9, -0.2), left=Arm((0.45, -0.6), "palm")), (1060, 780), 1.25)
    ring += draw_behind(CROP.but(left=Arm((0.4, -0.5), "palm"), right=Arm((0.4, -0.5), "palm")), (738, 880), 1.3)
    bench = place(furniture.bench(380), (250, 742), 1.12)
    boy = draw(BOY.but(legs="sit", mood="sad", look=(0.8, 0.3), tilt=5, left=LAP, right=LAP), (250, 846), 1.6)
    return outdoors.playground() + bench + boy + place(furniture.satchel(LEAF), (420, 852), 0.85) + ring


def pencil_case() -> str:
    """Two pupils throw a pencil case to and fro; its owner reaches for it."""
    left = draw(CROP.but(mood="tease", look=(0.8, -0.4), right=Arm((0.5, -0.84), "palm")), (220, 800), 1.62)
    right = draw(
        PONYTAIL.but(mood="tease", look=(-0.8, -0.5), left=Arm((0.45, -0.86), "palm"), right=Arm((0.5, -0.75), "palm")),
        (985, 800),
        1.62,
    )
    owner = LITTLE_BOY.but(
        mood="worried", look=(0.2, -1), tilt=4, left=Arm((0.3, -0.9), "palm"), right=Arm((0.32, -0.94), "palm")
    )
    flight = stroke("M356 300Q450 200 560 196M372 336Q470 244 556 236", WHITE, 8, stroke_dasharray="3 24")
    case = (
        flight
        + place(furniture.pencil_case(), (660, 236), 1.3, turn=14)
        + place(furniture.pencil(BLUE), (800, 210), 0.9, turn=52)
        + place(furniture.pencil(SUN), (540, 330), 0.9, turn=-34)
    )
    desks = (
        place(furniture.desk(330), (160, 770), 0.98)
        + place(furniture.desk(330), (1060, 770), 0.98)
        + furniture.stack((120, 770))
        + place(furniture.pencil_case(SKY), (1090, 750), 0.7)
    )
    return indoors.rear_classroom() + left + right + draw(owner, (610, 850), 1.75) + case + desks


def chat() -> str:
    """A photo is laughed at in a group chat; the one it shows is hurt."""
    big = place(screens.phone(_mocking_chat(), size=(440, 800)), (350, 450), turn=-4)
    held = place(screens.phone_back(), (0, 4))
    teen = TEEN_GIRL.but(
        mood="down", tilt=-7, look=(-0.4, 0.8), left=Arm((-0.2, 0.4)), right=Arm((-0.28, 0.42), held=held)
    )
    drift = "".join(
        place(laughing_token(), at, size, turn=turn)
        for at, size, turn in (((668, 236), 0.72, -12), ((776, 120), 0.5, 10), ((640, 420), 0.44, 8))
    )
    shadow = ellipse((910, 862), (190, 22), shade(SKY, 0.2), opacity=0.5)
    return interior.soft_ground("#cfe4f3", "#e4f1fa") + shadow + big + drift + draw(teen, (910, 860), 1.95)


def _mocking_chat() -> str:
    """A photo of a surprised girl and one laughing answer after another."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    girl = bust(TEEN_GIRL.but(mood="surprised", tilt=-8), (120, 84), 1.2)
    photo = rect((0, 0), (264, 216), WHITE, rx=18) + place(
        cropped(rect((0, 0), (240, 192), MINT) + girl, (240, 192)), (12, 12)
    )
    first = screens.avatar(BLUE, (44, 126)) + place(photo, (82, 100))
    second = screens.avatar(ORANGE, (44, 384)) + rect((82, 346), (274, 78), WHITE, rx=22) + _laughs(4, (122, 385), 0.52)
    third = (
        screens.avatar(LEAF, (44, 492))
        + screens.message(190, 1, colour=WHITE, ink="#c7d2de", at=(82, 464))
        + screens.avatar(CORAL, (44, 590))
        + rect((82, 548), (212, 84), WHITE, rx=22)
        + _laughs(3, (124, 590), 0.52)
    )
    return head + first + second + third + rect((24, 680), (300, 48), WHITE, rx=24) + circle((362, 704), 24, SKY)


def _laughs(count: int, at: Point, scale: float) -> str:
    return "".join(place(laughing_token(), (at[0] + 122 * scale * step, at[1]), scale) for step in range(count))


def telling() -> str:
    """A young pupil tells a teacher, who bends down and listens."""
    teacher = TEACHER.but(lean=9, mood="listen", look=(0.9, 0.7), tilt=8, left=Arm((0.02, 0.66)))
    teacher = touching(teacher, (450, 850), 1.62, right=(706, 622))
    pupil = LITTLE_GIRL.but(mood="telling", look=(-0.8, -0.5), tilt=-5, right=CHEST)
    said = place(screens.bubble((190, 130), WHITE, tail="lower-left") + screens.dots(), (930, 350))
    return indoors.corridor() + draw(pupil, (770, 850), 1.7) + draw(teacher, (450, 850), 1.62) + said


def standing_together() -> str:
    """Three friends stand beside the boy who was left out."""
    boy = BOY.but(mood="happy", look=(0.2, 0))
    friend = touching(GIRL.but(mood="glad", look=(0.7, 0), tilt=4), (330, 850), 1.7, right=(524, 556))
    other = touching(CURLS.but(mood="joy", look=(-0.7, 0)), (812, 850), 1.7, left=(620, 556))
    third = PIGTAILS.but(mood="happy", look=(-0.6, 0), right=Arm((0.45, -0.75), "palm"))
    hearts = (
        place(symbols.heart(), (424, 176), 0.62)
        + place(symbols.heart(SUN), (500, 118), 0.36, turn=14)
        + place(symbols.heart("#ffb3a7"), (346, 128), 0.34, turn=-14)
    )
    group = (
        draw(third, (1030, 850), 1.62)
        + draw(boy, (571, 850), 1.7)
        + draw(friend, (330, 850), 1.7)
        + draw(other, (812, 850), 1.7)
    )
    return outdoors.playground() + place(furniture.ball(), (130, 820), 1.05) + hearts + group


def round_table() -> str:
    """A pupil, a teacher and a parent talk calmly at one table."""
    teacher = behind_desk(TEACHER.but(mood="talk", look=(0.7, 0.2)), (285, 676), 1.85)
    parent = behind_desk(FATHER.but(mood="listen", look=(-0.7, 0.2), tilt=-4), (925, 676), 1.85)
    pupil = behind_desk(BOY.but(mood="calm", look=(-0.4, 0.1)), (605, 672), 1.85)
    table = place(furniture.table(1080, 190), (605, 712))
    things = _cup((430, 700), SKY) + _cup((790, 700), CORAL) + _notebook((606, 706))
    return indoors.office() + teacher + parent + pupil + table + things


def _cup(at: Point, colour: str) -> str:
    return place(
        stroke("M22-34Q46-34 40-16T18-8", shade(colour, 0.1), 7)
        + path("M-26-48H26L20 0H-20Z", colour)
        + path("M8-48H26L20 0H6Z", shade(colour))
        + ellipse((0, -48), (26, 6), shade(colour, 0.35)),
        at,
    )


def _notebook(at: Point) -> str:
    pages = (
        path("M-84-40H84L104 0H-104Z", WHITE)
        + line((0, -40), (0, 0), "#cfd6de", width=4)
        + stroke("M-66-28H-16M-70-16H-14M20-28H64M18-16H72", "#b7c3d0", 5)
    )
    return place(path("M-88-40H88L112 4H-112Z", BLUE) + pages, at)


def class_talk() -> str:
    """The vice-principal for law talks with a class and hands go up."""
    chalk = place(
        faded(
            stroke("M0 60C-14 10-60 6-60-30C-60-62-16-66 0-34C16-66 60-62 60-30C60 6 14 10 0 60Z", "#ffc9bd", 7), 0.95
        ),
        (470, 270),
    )
    chalk += place(
        faded(
            stroke("M0-64Q28-46 56-46C58 6 40 44 0 66C-40 44-58 6-56-46Q-28-46 0-64ZM-22 0L-4 18L26-18", "#cdeedd", 7),
            0.95,
        ),
        (640, 270),
    )
    leader = VICE_PRINCIPAL.but(mood="talk", look=(-0.4, 0.2), left=Arm((0.72, -0.2), "open", bend=-1), right=HIP)
    front = draw(leader, (820, 760), 1.5)
    far_desks = "".join(place(furniture.desk(270), (x, 752), 0.9) for x in (170, 480, 1080))
    far = (
        _listener(PIGTAILS, (170, 866))
        + _listener(NEAT.but(right=RAISED), (480, 866))
        + _listener(BOB.but(right=RAISED), (1080, 866))
    )
    near = (
        _listener(BOY, (320, 1000), 1.75)
        + _listener(PONYTAIL.but(right=RAISED), (650, 1000), 1.75)
        + _listener(CROP, (960, 1000), 1.75)
    )
    return indoors.classroom() + chalk + front + far_desks + far + near


def _listener(person: Person, at: Point, scale: float = 1.4) -> str:
    """A pupil seen from behind on a chair."""
    return draw_behind(person.but(legs="hidden"), at, scale) + place(
        furniture.stool(mix(SKY, BLUE, 0.25)), (at[0], at[1] - 60 * scale + 50), scale * 0.8
    )


def apology() -> str:
    """Two pupils shake hands and the teacher is glad with them."""
    left = touching(
        CROP.but(mood="sorry", look=(0.7, 0.2), tilt=5, right=Arm(bend=-1)), (400, 850), 1.85, right=(600, 640)
    )
    right = touching(GIRL.but(mood="glad", look=(-0.7, 0.1), left=Arm(bend=-1)), (800, 850), 1.85, left=(600, 640))
    teacher = draw(TEACHER.but(mood="glad", left=Arm((-0.12, 0.5)), right=Arm((-0.12, 0.52))), (600, 770), 1.42)
    return indoors.classroom() + teacher + draw(left, (400, 850), 1.85) + draw(right, (800, 850), 1.85)


def by_the_window() -> str:
    """In the evening a teenager sits alone at a desk by the window with a phone."""
    dusk = (
        rect((0, 0), (330, 330), "#6f86b8")
        + path("M0 150Q160 110 330 150V330H0Z", "#e9a98f")
        + path("M0 220Q160 190 330 226V330H0Z", "#f7c59b")
        + path("M0 270Q120 236 200 268T330 262V330H0Z", "#51628f")
        + circle((240, 84), 26, CREAM)
        + circle((252, 78), 22, "#6f86b8")
    )
    dark = rect((0, 0), (1200, 900), "#1b2f5c", opacity=0.2)
    held = place(screens.phone_back(), (0, 4))
    teen = TEEN_BOY.but(
        mood="down",
        tilt=5,
        look=(-0.2, 0.8),
        legs="hidden",
        left=Arm((-0.24, 0.34)),
        right=Arm((-0.3, 0.36), held=held),
    )
    waiting = place(screens.bubble((140, 78), WHITE, tail="lower-left") + screens.dots(), (772, 372))
    desk = (
        place(furniture.table(760, 190), (610, 700))
        + place(furniture.lamp(), (900, 690), 1.25)
        + furniture.stack((330, 690))
    )
    return indoors.study(dusk, "#d8dff0") + dark + draw(teen, (560, 930), 1.85) + waiting + desk


SCENES = {
    "bullying_nickname": nickname,
    "bullying_left_out": left_out,
    "bullying_pencil_case": pencil_case,
    "bullying_chat": chat,
    "bullying_telling": telling,
    "bullying_standing_together": standing_together,
    "bullying_table": round_table,
    "bullying_class_talk": class_talk,
    "bullying_apology": apology,
    "bullying_window": by_the_window,
}
