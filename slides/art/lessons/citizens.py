"""Scenes about those whom the Constitution is for: a family, people of many trades, and the balance of law."""

from slides.art import furniture, indoors, outdoors, symbols
from slides.art.cast import (
    FATHER,
    GRANDMA,
    GRANDPA,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    TEACHER,
    TINY_BOB,
)
from slides.art.clothes import STRIPED, Wear
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
from slides.art.people import ADULT, Person, draw
from slides.art.shapes import circle, ellipse, line, mirrored, path, place, rect, stroke


def family() -> str:
    """A family of three generations sits on the sofa at home and talks happily."""
    couch = place(furniture.sofa(960), (600, 706), 1.06)
    elders = draw(GRANDPA.but(mood="happy", look=(0.6, 0), legs="sit", left=LAP, right=Arm((0, 0.7))), (230, 846), 1.5)
    elders += draw(GRANDMA.but(mood="glad", look=(-0.6, 0), legs="sit", left=Arm((0, 0.7)), right=LAP), (975, 846), 1.5)
    parents = draw(
        MOTHER.but(mood="glad", look=(0.5, 0.3), legs="sit", left=LAP, right=Arm((0.12, 0.6), bend=-1)), (430, 846), 1.5
    )
    parents += draw(
        FATHER.but(mood="happy", look=(-0.5, 0.3), legs="sit", left=Arm((0.12, 0.6), bend=-1), right=LAP),
        (775, 846),
        1.5,
    )
    child = draw(
        LITTLE_GIRL.but(
            wear=STRIPED, mood="joy", legs="sit", left=Arm((0.5, -0.7), "palm"), right=Arm((0.5, -0.7), "palm")
        ),
        (602, 856),
        1.55,
    )
    return indoors.living_room() + couch + parents + elders + child


def trades() -> str:
    """People of many trades stand side by side."""
    rear = "".join(draw(person, (x, 800), 1.34) for person, x in zip(_behind(), (112, 490, 866), strict=True))
    front = "".join(draw(person, (x, 862), 1.4) for person, x in zip(_in_front(), (300, 680, 1044), strict=True))
    return _wide_land() + rear + front


def _behind() -> tuple[Person, ...]:
    """A doctor, a cook and a teacher."""
    white = Wear("coat", WHITE, SKY, legs="#5b7fa6", shoes=WHITE)
    kitchen = Wear("apron", WHITE, CORAL, legs=INK, shoes=INK)
    book = rect((-34, -48), (68, 88), BLUE, rx=6) + rect((-34, -48), (14, 88), NAVY, rx=5)
    return (
        Person(ADULT, FAIR, "shoulder", wear=white, right=CHEST),
        Person(ADULT, WARM, "short", hat="cook", wear=kitchen, right=HIP),
        TEACHER.but(mood="happy", left=Arm((-0.24, 0.5), held=place(book, (10, 4), turn=-8))),
    )


def _in_front() -> tuple[Person, ...]:
    """A builder, a farmer and a courier."""
    vest = Wear("vest", ORANGE, "#4b79b0", legs="#3b4a66", shoes="#6b4a35")
    dungarees = Wear("apron", "#d9795d", "#5b87b5", legs="#5b87b5", shoes="#6b4a35")
    jersey = Wear("tee", BLUE, SUN, legs=NAVY, shoes=WHITE)
    sheaf = Arm((-0.1, 0.46), held=place(_wheat(), (2, -8), turn=14))
    parcel = Arm((-0.1, 0.5), held=place(_parcel(), (-32, -16)))
    courier = Person(ADULT, WARM, "bob", BROWN_HAIR, hat="cap", wear=jersey, mood="joy", look=(-0.3, 0))
    return (
        Person(ADULT, DEEP, "crop", hat="helmet", wear=vest, mood="joy", left=HIP),
        Person(ADULT, TAN, "short", hat="straw", wear=dungarees, mood="glad", right=sheaf),
        courier.but(left=Arm((-0.1, 0.5)), right=parcel),
    )


def _wheat() -> str:
    ear = "".join(
        ellipse((side * 7, y), (6, 10), SUN, transform=f"rotate({side * 24} {side * 7} {y})")
        for y in (-66, -50, -34)
        for side in (-1, 1)
    ) + ellipse((0, -82), (6, 11), SUN)
    return "".join(place(stroke("M0 30V-60", "#c9982f", 4) + ear, (0, 0), turn=turn) for turn in (-20, 16, -2))


def _parcel() -> str:
    return (
        rect((-50, -40), (100, 78), "#d8a56e", rx=5)
        + path("M20-40H45Q50-40 50-35V33Q50 38 45 38H20Z", shade("#d8a56e"))
        + rect((-11, -40), (22, 78), "#f3d9ae")
        + rect((-42, 14), (24, 16), WHITE, rx=2)
    )


def _wide_land() -> str:
    """Hills, fields, houses and a bridge under one sky."""
    back = outdoors.sky() + outdoors.sun((600, 190)) + outdoors.cloud((200, 120), 1) + outdoors.cloud((980, 110), 0.9)
    far = path("M-20 560L180 380L330 500L520 350L720 520L900 390L1220 580V700H-20Z", "#b7d4e6") + path(
        "M520 350L600 420L560 410L530 440L500 400L470 392Z", WHITE, opacity=0.8
    )
    town = "".join(
        rect((x, y), (w, 610 - y), tone)
        + "".join(
            rect((x + 14 + 26 * c, y + 18 + 34 * r), (13, 17), WHITE, opacity=0.7)
            for c in range(int(w // 30))
            for r in range(3)
        )
        for x, y, w, tone in (
            (40, 430, 90, "#e7c9ae"),
            (140, 380, 80, "#cbd9e6"),
            (1000, 400, 86, "#e7c9ae"),
            (1096, 350, 84, "#cbd9e6"),
        )
    )
    fields = (
        path("M-20 600Q300 540 640 590T1220 580V900H-20Z", "#a5dcb4")
        + path("M-20 700Q360 620 740 680T1220 660V900H-20Z", LEAF)
        + path("M260 612Q420 576 600 604L560 640Q400 610 250 650Z", "#f3dc8b")
    )
    return back + far + town + fields + outdoors.bush((330, 612), 0.7) + outdoors.bush((920, 610), 0.8)


def balance() -> str:
    """A pair of scales stands in balance on a thick book of law, a child on either side."""
    glow = circle((600, 400), 380, "#fff6df") + circle((600, 400), 280, "#ffeec4")
    ground = (
        rect((0, 0), (1200, 900), "#f7e3b8")
        + glow
        + path("M0 730H1200V900H0Z", "#d9b27c")
        + rect((0, 730), (1200, 14), tint(WOOD, 0.3))
    )
    laurel = place(symbols.leaf_spray(mix(LEAF, GREEN, 0.25)), (300, 420), 1.7) + place(
        mirrored(symbols.leaf_spray(mix(LEAF, GREEN, 0.25))), (900, 420), 1.7
    )
    volume = place(_lying_book(), (600, 800))
    left = draw(LITTLE_BOY.but(mood="happy", look=(0.7, -0.7), tilt=4), (170, 862), 1.6)
    right = draw(
        TINY_BOB.but(mood="glad", look=(-0.7, -0.6), tilt=-4, left=Arm((0.72, -0.3), "open", bend=-1)), (1030, 862), 1.6
    )
    return ground + laurel + volume + place(symbols.scales(), (600, 376), 2.4) + left + right


def _lying_book() -> str:
    """A thick book that lies flat, 620 wide; the middle of its foot is the origin."""
    red, gold = "#9e2b34", "#e8c77c"
    pages = rect((-280, -130), (580, 104), CREAM) + "".join(
        line((-270, y), (296, y), "#dccfb2", width=3) for y in (-112, -94, -76, -58, -42)
    )
    spine = path("M-310-160H310V-130H-262Q-290-78-262-26H310V0H-310Q-350-78-310-160Z", red) + path(
        "M-310-26V0H310V-26H-262L-268-36Z", shade(red, 0.3)
    )
    bands = path(
        "M-326-118H-288Q-292-104-293-92H-331Q-330-106-326-118ZM-331-62H-293Q-291-48-287-36H-326Q-330-48-331-62Z", gold
    )
    return (
        ellipse((0, 4), (360, 18), INK, opacity=0.18)
        + pages
        + rect((-280, -130), (580, 16), NAVY, opacity=0.1)
        + spine
        + bands
        + path("M180-130H214V-34L197-54L180-34Z", SUN)
    )


SCENES = {
    "constitution_family": family,
    "constitution_trades": trades,
    "constitution_scales": balance,
}
