"""Scenes about the Constitution, the national flag and the national anthem."""

from slides.art import flag, furniture, indoors, outdoors, symbols
from slides.art.cast import (
    BOB,
    BOY,
    CROP,
    CURLS,
    FATHER,
    GIRL,
    GRANDMA,
    GRANDPA,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    TEEN_GIRL,
    TEEN_TAIL,
    TINY_BOB,
    WOMAN_VICE_PRINCIPAL,
)
from slides.art.clothes import SCHOOL, STRIPED, Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import (
    BLUE,
    BROWN_HAIR,
    CORAL,
    CREAM,
    DEEP,
    FAIR,
    GREEN,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    SKY,
    SUN,
    TAN,
    WARM,
    WHITE,
    WOOD,
    mix,
    shade,
    tint,
)
from slides.art.people import ADULT, Person, bust_behind, draw, draw_behind, touching
from slides.art.shapes import Point, circle, ellipse, line, mirrored, path, place, polygon, rect, stroke

_SEEN_FROM_BEHIND = (PIGTAILS, NEAT, BOB, CROP, PONYTAIL, BOY, GIRL, CURLS)


def flag_raising() -> str:
    """On a school morning the national flag is raised and classes stand in rows facing it."""
    mast = place(flag.pole(660), (330, 770))
    cloth = place(flag.national_flag(11), (336, 126))
    rope = line((320, 140), (320, 740), "#b9c2cc", width=3)
    bearers = draw(touching(TEEN_TAIL.but(wear=SCHOOL, mood="serious", look=(0.5, -0.9)), (226, 796), 0.98, right=(318, 560)), (226, 796), 0.98)
    bearers += draw(Person(TEEN_GIRL.build, WARM, "short", wear=SCHOOL, mood="serious", look=(-0.5, -0.9)), (450, 796), 0.98)
    rows = _row((640, 760, 880, 1000, 1120), 800, 0.9, 0) + _row((590, 726, 862, 998, 1134), 880, 1.1, 3)
    return outdoors.morning_yard() + mast + rope + cloth + bearers + rows


def _row(places: tuple[int, ...], ground: float, scale: float, first: int) -> str:
    """Pupils side by side, seen from behind."""
    return "".join(draw_behind(_SEEN_FROM_BEHIND[(first + i) % 8], (x, ground), scale) for i, x in enumerate(places))


def anthem() -> str:
    """Pupils and their teacher stand straight and sing together."""
    back = TEACHER.but(mood="sing"), CURLS.but(mood="sing"), PONYTAIL.but(mood="sing")
    rear = draw(back[0], (160, 800), 1.5) + draw(CROP.but(mood="sing"), (440, 780), 1.62) + draw(back[1], (690, 780), 1.62) + draw(back[2], (930, 780), 1.62)
    front = "".join(draw(person.but(mood="sing"), (x, 872), 1.62) for person, x in ((LITTLE_BOY, 320), (GIRL, 560), (TINY_BOB, 800), (NEAT, 1040)))
    notes = "".join(place(symbols.note(), at, size, turn=turn) for at, size, turn in (((330, 150), 0.9, -8), ((560, 90), 0.7, 8), ((850, 120), 0.85, -4), ((1060, 220), 0.62, 10), ((110, 110), 0.6, 6)))
    staff = "".join(stroke(f"M-20 {y}C300 {y - 130} 620 {y + 110} 1220 {y - 60}", WHITE, 4, opacity=0.75) for y in (110, 132, 154, 176, 198))
    return outdoors.morning_yard() + staff + notes + rear + front


def big_book() -> str:
    """Children of several ages gather round a large open book and read together."""
    rays = "".join(polygon([(600, 620), (600 + x - 60, -40), (600 + x + 60, -40)], "#fff3cf", opacity=0.8) for x in (-620, -310, 0, 310, 620))
    ground = rect((0, 0), (1200, 900), "#ffe3a6") + rays + path("M0 700Q600 600 1200 700V900H0Z", LEAF) + path("M0 780Q600 700 1200 780V900H0Z", mix(LEAF, GREEN, 0.2))
    behind = draw(TEEN_GIRL.but(mood="reading", look=(0, 0.9), left=CHEST, right=LAP, legs="hidden"), (450, 800), 1.5) + draw(BOY.but(mood="happy", look=(-0.1, 0.8), legs="hidden"), (755, 790), 1.62)
    left = touching(GIRL.but(mood="glad", look=(0.8, 0.5), tilt=6), (200, 860), 1.62, right=(318, 690))
    right = touching(CURLS.but(mood="happy", look=(-0.8, 0.5), tilt=-5), (1010, 860), 1.62, left=(884, 690))
    book = place(furniture.open_book(560), (600, 776), 1.12)
    small = draw(LITTLE_GIRL.but(mood="joy", look=(0.2, 0.6), legs="hidden", left=Arm((0.1, 0.5)), right=Arm((0.1, 0.5))), (600, 726), 1.5)
    shine = place(symbols.star(), (600, 96), 0.8) + place(symbols.heart(), (170, 250), 0.6, turn=-12) + place(symbols.star(ORANGE), (1030, 230), 0.5, turn=12) + place(symbols.heart(CORAL), (900, 130), 0.4, turn=10) + place(symbols.star(ORANGE), (320, 120), 0.4)
    return ground + shine + behind + small + book + draw(left, (200, 860), 1.62) + draw(right, (1010, 860), 1.62)


def ballot() -> str:
    """A class elects its monitor: a pupil drops a ballot into a box."""
    voter = touching(PIGTAILS.but(mood="happy", look=(0.8, 0.4), right=Arm(held=place(furniture.ballot(), (6, 18)))), (400, 860), 1.75, right=(606, 462))
    next_one = NEAT.but(mood="happy", look=(-0.8, 0), left=Arm((-0.1, 0.46), held=place(furniture.ballot(), (0, -14), turn=-6)))
    last = BOB.but(mood="glad", look=(-0.8, 0), right=Arm((-0.12, 0.46), held=place(furniture.ballot(), (0, -14), turn=6)))
    box = place(furniture.table(360, 150, "#d8a56e"), (640, 720)) + place(furniture.ballot_box(), (640, 700), 0.92)
    return indoors.classroom() + _tally() + box + draw(voter, (400, 860), 1.75) + draw(last, (1110, 840), 1.6) + draw(next_one, (920, 860), 1.75)


def _tally() -> str:
    """Three signs for three candidates, each with chalk strokes counted in fives."""
    signs = symbols.star("#ffe3a3"), symbols.heart("#ffc9bd"), place(path("M0-50C-40-20-36 36 0 50C36 36 40-20 0-50Z", "#bfe9d3"), (0, 0))
    rows = ""
    for row, (sign, count) in enumerate(zip(signs, (9, 5, 3), strict=True)):
        rows += place(sign, (450, 170 + 86 * row), 0.5) + place(_strokes(count), (520, 170 + 86 * row))
    return rows


def _strokes(count: int) -> str:
    marks = "".join(f"M{26 * (i % 5) + 170 * (i // 5)}-24V24" for i in range(count) if i % 5 != 4)
    slashes = "".join(f"M{170 * group - 14} 18L{170 * group + 92}-18" for group in range(count // 5))
    return stroke(marks + slashes, WHITE, 6, opacity=0.9)


def family() -> str:
    """A family of three generations sits on the sofa at home and talks happily."""
    couch = place(furniture.sofa(960), (600, 706), 1.06)
    elders = draw(GRANDPA.but(mood="happy", look=(0.6, 0), legs="sit", left=LAP, right=Arm((0, 0.7))), (230, 846), 1.5)
    elders += draw(GRANDMA.but(mood="glad", look=(-0.6, 0), legs="sit", left=Arm((0, 0.7)), right=LAP), (975, 846), 1.5)
    parents = draw(MOTHER.but(mood="glad", look=(0.5, 0.3), legs="sit", left=LAP, right=Arm((0.12, 0.6), bend=-1)), (430, 846), 1.5)
    parents += draw(FATHER.but(mood="happy", look=(-0.5, 0.3), legs="sit", left=Arm((0.12, 0.6), bend=-1), right=LAP), (775, 846), 1.5)
    child = draw(LITTLE_GIRL.but(wear=STRIPED, mood="joy", legs="sit", left=Arm((0.5, -0.7), "palm"), right=Arm((0.5, -0.7), "palm")), (602, 856), 1.55)
    return indoors.living_room() + couch + parents + elders + child


def trades() -> str:
    """People of many trades stand side by side."""
    doctor = Person(ADULT, FAIR, "shoulder", wear=Wear("coat", WHITE, SKY, legs="#5b7fa6", shoes=WHITE), mood="happy", right=CHEST)
    builder = Person(ADULT, DEEP, "crop", hat="helmet", wear=Wear("vest", ORANGE, "#4b79b0", legs="#3b4a66", shoes="#6b4a35"), mood="joy", left=HIP)
    farmer = Person(ADULT, TAN, "short", hat="straw", wear=Wear("apron", "#d9795d", "#5b87b5", legs="#5b87b5", shoes="#6b4a35"), mood="glad", left=Arm((0.04, 0.52), bend=1, held=place(_wheat(), (0, 0), turn=-10)))
    cook = Person(ADULT, WARM, "short", hat="cook", wear=Wear("apron", WHITE, CORAL, legs=INK, shoes=INK), mood="happy", right=HIP)
    teacher = TEACHER.but(mood="happy", left=Arm((-0.24, 0.5), held=place(rect((-34, -48), (68, 88), BLUE, rx=6) + rect((-34, -48), (14, 88), NAVY, rx=5), (10, 4), turn=-8)))
    courier = Person(ADULT, WARM, "bob", BROWN_HAIR, hat="cap", wear=Wear("tee", BLUE, SUN, legs=NAVY, shoes=WHITE), mood="joy", left=Arm((-0.1, 0.5)), right=Arm((-0.1, 0.5), held=place(_parcel(), (-32, -16))))
    rear = "".join(draw(person, (x, 800), 1.34) for person, x in ((doctor, 130), (cook, 530), (teacher, 920)))
    front = "".join(draw(person, (x, 862), 1.42) for person, x in ((builder, 325), (farmer, 725)))
    return _wide_land() + rear + front + draw(courier.but(look=(-0.3, 0)), (1090, 862), 1.4)


def _wheat() -> str:
    ear = "".join(ellipse((side * 7, y), (6, 10), SUN, transform=f"rotate({side * 24} {side * 7} {y})") for y in (-66, -50, -34) for side in (-1, 1)) + ellipse((0, -82), (6, 11), SUN)
    return "".join(place(stroke("M0 30V-60", "#c9982f", 4) + ear, (0, 0), turn=turn) for turn in (-20, 16, -2))


def _parcel() -> str:
    return rect((-50, -40), (100, 78), "#d8a56e", rx=5) + path("M20-40H45Q50-40 50-35V33Q50 38 45 38H20Z", shade("#d8a56e")) + rect((-11, -40), (22, 78), "#f3d9ae") + rect((-42, 14), (24, 16), WHITE, rx=2)


def _wide_land() -> str:
    """Hills, fields, houses and a bridge under one sky."""
    back = outdoors.sky() + outdoors.sun((600, 190)) + outdoors.cloud((200, 120), 1) + outdoors.cloud((980, 110), 0.9)
    far = path("M-20 560L180 380L330 500L520 350L720 520L900 390L1220 580V700H-20Z", "#b7d4e6") + path("M520 350L600 420L560 410L530 440L500 400L470 392Z", WHITE, opacity=0.8)
    town = "".join(rect((x, y), (w, 610 - y), tone) + "".join(rect((x + 14 + 26 * c, y + 18 + 34 * r), (13, 17), WHITE, opacity=0.7) for c in range(int(w // 30)) for r in range(3)) for x, y, w, tone in ((40, 430, 90, "#e7c9ae"), (140, 380, 80, "#cbd9e6"), (1000, 400, 86, "#e7c9ae"), (1096, 350, 84, "#cbd9e6")))
    fields = path("M-20 600Q300 540 640 590T1220 580V900H-20Z", "#a5dcb4") + path("M-20 700Q360 620 740 680T1220 660V900H-20Z", LEAF) + path("M260 612Q420 576 600 604L560 640Q400 610 250 650Z", "#f3dc8b")
    return back + far + town + fields + outdoors.bush((330, 612), 0.7) + outdoors.bush((920, 610), 0.8)


def balance() -> str:
    """A pair of scales stands in balance on a thick book of law, a child on either side."""
    glow = circle((600, 400), 380, "#fff6df") + circle((600, 400), 280, "#ffeec4")
    ground = rect((0, 0), (1200, 900), "#f7e3b8") + glow + path("M0 730H1200V900H0Z", "#d9b27c") + rect((0, 730), (1200, 14), tint(WOOD, 0.3))
    laurel = place(symbols.leaf_spray(mix(LEAF, GREEN, 0.25)), (300, 420), 1.7) + place(mirrored(symbols.leaf_spray(mix(LEAF, GREEN, 0.25))), (900, 420), 1.7)
    volume = place(_lying_book(), (600, 800))
    left = draw(LITTLE_BOY.but(mood="happy", look=(0.7, -0.7), tilt=4), (170, 862), 1.6)
    right = draw(TINY_BOB.but(mood="glad", look=(-0.7, -0.6), tilt=-4, left=Arm((0.72, -0.3), "open", bend=-1)), (1030, 862), 1.6)
    return ground + laurel + volume + place(symbols.scales("#b98f3e"), (600, 376), 2.4) + left + right


def _lying_book() -> str:
    """A thick book that lies flat, 620 wide; the middle of its foot is the origin."""
    red, gold = "#9e2b34", "#e8c77c"
    pages = rect((-280, -130), (580, 104), CREAM) + "".join(line((-270, y), (296, y), "#dccfb2", width=3) for y in (-112, -94, -76, -58, -42))
    spine = path("M-310-160H310V-130H-262Q-290-78-262-26H310V0H-310Q-350-78-310-160Z", red) + path("M-310-26V0H310V-26H-262L-268-36Z", shade(red, 0.3))
    bands = path("M-326-118H-288Q-292-104-293-92H-331Q-330-106-326-118ZM-331-62H-293Q-291-48-287-36H-326Q-330-48-331-62Z", gold)
    return ellipse((0, 4), (360, 18), INK, opacity=0.18) + pages + rect((-280, -130), (580, 16), NAVY, opacity=0.1) + spine + bands + path("M180-130H214V-34L197-54L180-34Z", SUN)


def hall_lesson() -> str:
    """In the school hall a vice-principal gives a lesson on Constitution Day."""
    on_screen = place(furniture.open_book(), (600, 376), 0.42) + place(symbols.scales("#b98f3e"), (600, 206), 0.56)
    speaker = draw(WOMAN_VICE_PRINCIPAL.but(mood="talk", look=(0.3, 0.2), left=Arm((0.5, -0.12), "open", bend=-1), right=Arm((0.3, 0.3), bend=-1)), (960, 556), 1.04)
    lectern = path("M-66-120H66L54 0H-54Z", "#b0713f") + path("M30-120H66L54 0H26Z", "#925b31") + path("M-80-142H80L70-116H-70Z", "#d19a62") + stroke("M30-142Q36-176 16-190", INK, 5) + circle((14, -194), 9, INK)
    pots = place(furniture.plant(), (150, 560), 0.62) + place(furniture.plant(), (1080, 560), 0.56)
    rows = _seats((90, 233, 376, 519, 662, 805, 948, 1091), 660, 0.94, 0)
    rows += _seats((20, 186, 352, 518, 684, 850, 1016, 1182), 760, 1.18, 3) + _seats((100, 300, 500, 700, 900, 1100), 872, 1.5, 5)
    return indoors.hall() + on_screen + pots + speaker + place(lectern, (905, 566)) + rows


def _seats(places: tuple[int, ...], ground: float, scale: float, first: int) -> str:
    """A row of listeners seen from behind over the backs of their seats."""
    heads = "".join(bust_behind(_SEEN_FROM_BEHIND[(first + i) % 8], (x, ground), scale) for i, x in enumerate(places))
    backs = "".join(_seat_back((x, ground), scale, ("#b5474f", "#a53d46")[i % 2]) for i, x in enumerate(places))
    return heads + backs


def _seat_back(at: Point, scale: float, colour: str) -> str:
    return place(rect((-58, -56), (116, 190), colour, rx=24) + path("M26-56H34Q58-56 58-32V134H30Q44 40 26-56Z", shade(colour)) + rect((-58, -56), (116, 14), tint(colour, 0.15), rx=7), at, scale)


SCENES = {
    "constitution_flag_raising": flag_raising,
    "constitution_anthem": anthem,
    "constitution_book": big_book,
    "constitution_ballot": ballot,
    "constitution_family": family,
    "constitution_trades": trades,
    "constitution_scales": balance,
    "constitution_hall": hall_lesson,
}
