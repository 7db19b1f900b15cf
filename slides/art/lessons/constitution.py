"""Scenes about the Constitution, the national flag and the national anthem."""

from slides.art import flag, furniture, indoors, outdoors, symbols
from slides.art.cast import (
    BOB,
    BOY,
    CROP,
    CURLS,
    GIRL,
    LITTLE_BOY,
    LITTLE_GIRL,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    TEEN_GIRL,
    TEEN_TAIL,
    TINY_BOB,
    WOMAN_VICE_PRINCIPAL,
)
from slides.art.clothes import SCHOOL
from slides.art.limbs import CHEST, LAP, Arm
from slides.art.palette import (
    CORAL,
    GREEN,
    INK,
    LEAF,
    ORANGE,
    WARM,
    WHITE,
    mix,
    shade,
    tint,
)
from slides.art.people import Person, bust_behind, draw, draw_behind, touching
from slides.art.shapes import Point, circle, line, path, place, polygon, rect, stroke

_SEEN_FROM_BEHIND = (PIGTAILS, NEAT, BOB, CROP, PONYTAIL, BOY, GIRL, CURLS)


def flag_raising() -> str:
    """On a school morning the national flag is raised and classes stand in rows facing it."""
    mast = place(flag.pole(660), (330, 770))
    cloth = place(flag.national_flag(11), (336, 126))
    rope = line((320, 140), (320, 740), "#b9c2cc", width=3)
    bearers = draw(
        touching(TEEN_TAIL.but(wear=SCHOOL, mood="serious", look=(0.5, -0.9)), (226, 796), 0.98, right=(318, 560)),
        (226, 796),
        0.98,
    )
    bearers += draw(
        Person(TEEN_GIRL.build, WARM, "short", wear=SCHOOL, mood="serious", look=(-0.5, -0.9)), (450, 796), 0.98
    )
    rows = _row((640, 760, 880, 1000, 1120), 800, 0.9, 0) + _row((590, 726, 862, 998, 1134), 880, 1.1, 3)
    return outdoors.morning_yard() + mast + rope + cloth + bearers + rows


def _row(places: tuple[int, ...], ground: float, scale: float, first: int) -> str:
    """Pupils side by side, seen from behind."""
    return "".join(draw_behind(_SEEN_FROM_BEHIND[(first + i) % 8], (x, ground), scale) for i, x in enumerate(places))


def anthem() -> str:
    """Pupils and their teacher stand straight and sing together."""
    back = TEACHER.but(mood="sing"), CURLS.but(mood="sing"), PONYTAIL.but(mood="sing")
    rear = (
        draw(back[0], (160, 800), 1.5)
        + draw(CROP.but(mood="sing"), (440, 780), 1.62)
        + draw(back[1], (690, 780), 1.62)
        + draw(back[2], (930, 780), 1.62)
    )
    front = "".join(
        draw(person.but(mood="sing"), (x, 872), 1.62)
        for person, x in ((LITTLE_BOY, 320), (GIRL, 560), (TINY_BOB, 800), (NEAT, 1040))
    )
    notes = "".join(
        place(symbols.note(), at, size, turn=turn)
        for at, size, turn in (
            ((330, 150), 0.9, -8),
            ((560, 90), 0.7, 8),
            ((850, 120), 0.85, -4),
            ((1060, 220), 0.62, 10),
            ((110, 110), 0.6, 6),
        )
    )
    staff = "".join(
        stroke(f"M-20 {y}C300 {y - 130} 620 {y + 110} 1220 {y - 60}", WHITE, 4, opacity=0.75)
        for y in (110, 132, 154, 176, 198)
    )
    return outdoors.morning_yard() + staff + notes + rear + front


def big_book() -> str:
    """Children of several ages gather round a large open book and read together."""
    rays = "".join(
        polygon([(600, 620), (600 + x - 60, -40), (600 + x + 60, -40)], "#fff3cf", opacity=0.8)
        for x in (-620, -310, 0, 310, 620)
    )
    ground = (
        rect((0, 0), (1200, 900), "#ffe3a6")
        + rays
        + path("M0 700Q600 600 1200 700V900H0Z", LEAF)
        + path("M0 780Q600 700 1200 780V900H0Z", mix(LEAF, GREEN, 0.2))
    )
    behind = draw(
        TEEN_GIRL.but(mood="reading", look=(0, 0.9), left=CHEST, right=LAP, legs="hidden"), (450, 800), 1.5
    ) + draw(BOY.but(mood="happy", look=(-0.1, 0.8), legs="hidden"), (755, 790), 1.62)
    left = touching(GIRL.but(mood="glad", look=(0.8, 0.5), tilt=6), (200, 860), 1.62, right=(318, 690))
    right = touching(CURLS.but(mood="happy", look=(-0.8, 0.5), tilt=-5), (1010, 860), 1.62, left=(884, 690))
    book = place(furniture.open_book(560), (600, 776), 1.12)
    small = draw(
        LITTLE_GIRL.but(mood="joy", look=(0.2, 0.6), legs="hidden", left=Arm((0.1, 0.5)), right=Arm((0.1, 0.5))),
        (600, 726),
        1.5,
    )
    shine = (
        place(symbols.star(), (600, 96), 0.8)
        + place(symbols.heart(), (170, 250), 0.6, turn=-12)
        + place(symbols.star(ORANGE), (1030, 230), 0.5, turn=12)
        + place(symbols.heart(CORAL), (900, 130), 0.4, turn=10)
        + place(symbols.star(ORANGE), (320, 120), 0.4)
    )
    return ground + shine + behind + small + book + draw(left, (200, 860), 1.62) + draw(right, (1010, 860), 1.62)


def ballot() -> str:
    """A class elects its monitor: a pupil drops a ballot into a box."""
    voter = touching(
        PIGTAILS.but(mood="happy", look=(0.8, 0.4), right=Arm(held=place(furniture.ballot(), (6, 18)))),
        (400, 860),
        1.75,
        right=(606, 462),
    )
    next_one = NEAT.but(
        mood="happy", look=(-0.8, 0), left=Arm((-0.1, 0.46), held=place(furniture.ballot(), (0, -14), turn=-6))
    )
    last = BOB.but(
        mood="glad", look=(-0.8, 0), right=Arm((-0.12, 0.46), held=place(furniture.ballot(), (0, -14), turn=6))
    )
    box = place(furniture.table(360, 150, "#d8a56e"), (640, 720)) + place(furniture.ballot_box(), (640, 700), 0.92)
    return (
        indoors.classroom()
        + _tally()
        + box
        + draw(voter, (400, 860), 1.75)
        + draw(last, (1110, 840), 1.6)
        + draw(next_one, (920, 860), 1.75)
    )


def _tally() -> str:
    """Three signs for three candidates, each with chalk strokes counted in fives."""
    signs = (
        symbols.star("#ffe3a3"),
        symbols.heart("#ffc9bd"),
        place(path("M0-50C-40-20-36 36 0 50C36 36 40-20 0-50Z", "#bfe9d3"), (0, 0)),
    )
    rows = ""
    for row, (sign, count) in enumerate(zip(signs, (9, 5, 3), strict=True)):
        rows += place(sign, (450, 170 + 86 * row), 0.5) + place(_strokes(count), (520, 170 + 86 * row))
    return rows


def _strokes(count: int) -> str:
    marks = "".join(f"M{26 * (i % 5) + 170 * (i // 5)}-24V24" for i in range(count) if i % 5 != 4)
    slashes = "".join(f"M{170 * group - 14} 18L{170 * group + 92}-18" for group in range(count // 5))
    return stroke(marks + slashes, WHITE, 6, opacity=0.9)


def hall_lesson() -> str:
    """In the school hall a vice-principal gives a lesson on Constitution Day."""
    on_screen = place(furniture.open_book(), (600, 376), 0.42) + place(symbols.scales(), (600, 206), 0.56)
    speaker = draw(
        WOMAN_VICE_PRINCIPAL.but(
            mood="talk", look=(0.3, 0.2), left=Arm((0.5, -0.12), "open", bend=-1), right=Arm((0.3, 0.3), bend=-1)
        ),
        (960, 556),
        1.04,
    )
    lectern = (
        path("M-66-120H66L54 0H-54Z", "#b0713f")
        + path("M30-120H66L54 0H26Z", "#925b31")
        + path("M-80-142H80L70-116H-70Z", "#d19a62")
        + stroke("M30-142Q36-176 16-190", INK, 5)
        + circle((14, -194), 9, INK)
    )
    pots = place(furniture.plant(), (150, 560), 0.62) + place(furniture.plant(), (1080, 560), 0.56)
    rows = _seats((90, 233, 376, 519, 662, 805, 948, 1091), 660, 0.94, 0)
    rows += _seats((20, 186, 352, 518, 684, 850, 1016, 1182), 760, 1.18, 3) + _seats(
        (100, 300, 500, 700, 900, 1100), 872, 1.5, 5
    )
    return indoors.hall() + on_screen + pots + speaker + place(lectern, (905, 566)) + rows


def _seats(places: tuple[int, ...], ground: float, scale: float, first: int) -> str:
    """A row of listeners seen from behind over the backs of their seats."""
    heads = "".join(bust_behind(_SEEN_FROM_BEHIND[(first + i) % 8], (x, ground), scale) for i, x in enumerate(places))
    backs = "".join(_seat_back((x, ground), scale, ("#b5474f", "#a53d46")[i % 2]) for i, x in enumerate(places))
    return heads + backs


def _seat_back(at: Point, scale: float, colour: str) -> str:
    return place(
        rect((-58, -56), (116, 190), colour, rx=24)
        + path("M26-56H34Q58-56 58-32V134H30Q44 40 26-56Z", shade(colour))
        + rect((-58, -56), (116, 14), tint(colour, 0.15), rx=7),
        at,
        scale,
    )


SCENES = {
    "constitution_flag_raising": flag_raising,
    "constitution_anthem": anthem,
    "constitution_book": big_book,
    "constitution_ballot": ballot,
    "constitution_hall": hall_lesson,
}
