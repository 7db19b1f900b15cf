"""Scenes about growing up in a family: a note of hand, a screenshot, a child's own will, a night at a neighbour's."""

from slides.art import boundary_rooms as rooms
from slides.art import family_props, fire_places, furniture, interior, screens, symbols
from slides.art.cast import (
    FATHER,
    GRANDMA,
    LITTLE_GIRL,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    WOMAN_VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, LAP, Arm
from slides.art.palette import (
    BLUE,
    BROWN_HAIR,
    CORAL,
    CREAM,
    DARK_HAIR,
    FAIR,
    LEAF,
    NAVY,
    ORANGE,
    SLATE,
    SUN,
    TAN,
    WARM,
    WHITE,
)
from slides.art.people import ADULT, CHILD, TEEN, Person, draw, touching
from slides.art.shapes import circle, ellipse, path, place, rect

NING = Person(
    TEEN, FAIR, "ponytail", BROWN_HAIR, tie=CORAL, wear=Wear("cardigan", CORAL, WHITE, legs=BLUE, shoes=WHITE)
)
LENDER = Person(ADULT, TAN, "tousled", DARK_HAIR, wear=Wear("shirt", "#6d7f8e", WHITE, legs=NAVY, shoes=SLATE))
BROTHER = Person(CHILD, WARM, "short", wear=Wear("tee", SUN, WHITE, legs=BLUE, shoes=CORAL))
JUDGE = Person(
    ADULT, FAIR, "bun", DARK_HAIR, tie=NAVY, wear=Wear("cardigan", "#4d6a8f", WHITE, legs="#3b4a66", shoes=SLATE)
)
AUNT = Person(ADULT, WARM, "long", DARK_HAIR, wear=Wear("hoodie", "#8fb8a8", WHITE, legs="#4b4f63", shoes=WHITE))


def clinic() -> str:
    """Pupils run a desk for questions on family law; scales and files stand before them, an adviser beside them."""
    board = (
        interior.room("#f4efe0", "#dfe8e2", "#dcb88c")
        + interior.window((70, 110), (230, 290))
        + interior.shelf((820, 190))
    )
    left = behind_desk(TEEN_GIRL.but(mood="listen", look=(0.4, 0.1)), (240, 676), 1.75)
    middle = behind_desk(TEEN_GLASSES.but(mood="reading", look=(0, 0.6)), (520, 676), 1.75)
    right = behind_desk(TEEN_BOY.but(mood="talk", look=(-0.4, 0.1)), (800, 676), 1.75)
    adviser = draw(
        WOMAN_VICE_PRINCIPAL.but(
            mood="glad", look=(-0.6, 0.1), left=Arm((0.3, 0.3), "open", bend=-1), right=Arm((0.1, 0.9))
        ),
        (1080, 866),
        1.6,
    )
    table = place(furniture.table(960, 190), (520, 724))
    files = (
        place(family_props.folder(), (250, 716))
        + place(family_props.folder(LEAF), (800, 716))
        + place(symbols.scales(), (390, 612), 0.72)
    )
    files += place(family_props.house(), (660, 712), 0.72)
    return board + left + middle + right + adviser + table + files


def note_signed() -> str:
    """In a cafe the girl signs a sheet that a young man pushes over; part of the money has stayed on his side."""
    room = interior.room("#f1e8dc", "#e2d3c0", "#c9a77c") + interior.window((480, 110), (260, 270))
    lamps = "".join(
        path(f"M{x - 50} 150L{x - 22} 90H{x + 22}L{x + 50} 150Z", ORANGE) + rect((x - 3, 0), (6, 92), SLATE)
        for x in (250, 960)
    )
    man = LENDER.but(mood="calm", look=(0.7, 0.2), legs="hidden")
    man = touching(man, (270, 970), 1.75, left=(200, 706), right=(470, 690))
    girl = NING.but(mood="doubt", look=(-0.5, 0.5), legs="hidden")
    girl = touching(girl, (890, 970), 1.75, left=(700, 676), right=(960, 706))
    note = place(family_props.note_of_hand(), (580, 720), 1.1)
    pen = place(furniture.pencil(BLUE), (690, 652), 0.8, turn=-24)
    coins = "".join(place(symbols.coin(), (300 + 36 * i, 716), 0.56) for i in range(2)) + "".join(
        place(symbols.coin(), (800 + 40 * i, 716 - 12 * (i % 2)), 0.62) for i in range(3)
    )
    return (
        room
        + lamps
        + draw(man, (270, 970), 1.75)
        + draw(girl, (890, 970), 1.75)
        + place(furniture.table(1080, 190), (600, 744))
        + note
        + pen
        + coins
    )


def posted() -> str:
    """At dinner a father has posted his daughter's chat for the relatives; she stands behind him and is hurt."""
    big = place(screens.phone(_relatives(), size=(400, 700)), (960, 410), turn=4)
    father = FATHER.but(mood="glad", look=(0.6, 0.4), legs="hidden", left=Arm((0.1, 0.8)))
    father = touching(father, (280, 960), 1.75, left=(200, 706), right=(440, 640))
    held = place(screens.phone_back(), (444, 640), 1.05, turn=8)
    girl = draw(NING.but(mood="sad", look=(0.5, 0.1), left=CHEST, right=CHEST, legs="hidden"), (612, 890), 1.5)
    table = place(furniture.table(860, 190), (380, 744))
    dishes = "".join(
        ellipse((x, 706), (64, 15), WHITE) + ellipse((x, 702), (44, 9), tone)
        for x, tone in ((140, LEAF), (420, ORANGE))
    )
    room = interior.room("#fbeadf", "#f5dccb", "#dfb98c")
    return (
        room
        + interior.window((90, 100), (250, 260))
        + girl
        + draw(father, (360, 960), 1.75)
        + table
        + dishes
        + held
        + big
    )


def _relatives() -> str:
    """A group of relatives: a picture of somebody's private talk with a heart in it, and laughing answers."""
    head = rect((0, 0), (368, 70), "#dfe8f0", rx=26) + rect((124, 32), (120, 14), "#aebccb", rx=7)
    shot = rect((70, 96), (270, 220), WHITE, rx=18) + screens.message(
        170, 1, colour="#d6f1e7", ink="#9ccbb5", at=(90, 116)
    )
    shot += screens.message(150, 1, colour="#fde3d2", ink="#f0b79a", at=(166, 180)) + place(
        symbols.heart(), (140, 272), 0.5
    )
    shot += place(symbols.padlock(SUN), (296, 276), 0.7)
    answers = "".join(
        screens.avatar(tone, (40, y + 30))
        + rect((76, y), (170, 58), WHITE, rx=20)
        + "".join(circle((120 + 40 * i, y + 29), 13, SUN) for i in range(3))
        for tone, y in ((SLATE, 346), (ORANGE, 426), (BLUE, 506))
    )
    return head + shot + answers


def own_will() -> str:
    """In a friendly room a judge sits with a boy of nine, who has drawn two houses and points at them."""
    chair = place(rooms.armchair("#8fb8a8"), (300, 720), 1.15)
    judge = JUDGE.but(mood="listen", look=(0.7, 0.3), tilt=5, legs="sit", left=LAP, right=LAP)
    boy = BROTHER.but(mood="telling", look=(-0.4, 0.4), legs="hidden")
    boy = touching(boy, (840, 890), 1.75, left=(700, 690), right=(910, 700))
    table = place(furniture.table(620, 150), (760, 750))
    sheet = place(family_props.drawing(), (690, 724), 1.05)
    pens = place(furniture.pencil(CORAL), (900, 722), 0.7, turn=76) + place(
        furniture.pencil(LEAF), (960, 716), 0.7, turn=100
    )
    pane = interior.window((860, 110), (230, 270))
    return (
        rooms.quiet_room()
        + pane
        + chair
        + draw(judge, (300, 838), 1.5)
        + draw(boy, (840, 890), 1.75)
        + table
        + sheet
        + pens
    )


def at_the_neighbour() -> str:
    """At night a woman with her little girl and a bag stands at a neighbour's open door; the old lady lets them in."""
    dusk = rect((0, 0), (1200, 900), "#22345f", opacity=0.24)
    glow = rect((820, 200), (250, 466), "#fff1c9") + path("M820 666L700 900H1160L1070 666Z", "#fff1c9", opacity=0.5)
    neighbour = draw(
        GRANDMA.but(mood="listen", look=(-0.7, 0.1), left=Arm((0.4, 0.16), "open"), right=Arm((0.1, 0.9))),
        (950, 800),
        1.42,
    )
    aunt = AUNT.but(mood="worried", look=(0.7, 0.1), left=Arm((0.1, 0.9)))
    aunt = touching(aunt, (430, 870), 1.6, right=(566, 640))
    child = draw(
        LITTLE_GIRL.but(
            mood="worried", look=(0.6, 0), left=CHEST, right=Arm((0.14, 0.9)), wear=Wear("tee", CORAL, WHITE, legs=NAVY)
        ),
        (640, 870),
        1.6,
    )
    return (
        fire_places.landing()
        + dusk
        + glow
        + neighbour
        + place(family_props.bag(), (230, 872), 1.1)
        + child
        + draw(aunt, (430, 870), 1.6)
    )


def equal_shares() -> str:
    """A brother and a sister stand on either side of a pair of scales that holds two equal little houses."""
    ground = interior.soft_ground("#e6efe6", "#f2f7f1") + ellipse((600, 850), (520, 46), "#c4dcc6", opacity=0.8)
    beam = place(symbols.scales(), (600, 560), 2.1)
    houses = place(family_props.house(), (407, 612), 0.9) + place(family_props.house(), (793, 612), 0.9)
    man = draw(
        FATHER.but(mood="calm", look=(0.6, 0.1), left=Arm((0.1, 0.9)), right=Arm((0.36, 0.3), "open", bend=-1)),
        (180, 862),
        1.55,
    )
    woman = draw(
        Person(ADULT, WARM, "shoulder", BROWN_HAIR, wear=Wear("cardigan", "#8e6aa8", CREAM, legs=NAVY)).but(
            mood="calm", look=(-0.6, 0.1), left=Arm((0.36, 0.3), "open", bend=-1), right=Arm((0.1, 0.9))
        ),
        (1020, 862),
        1.55,
    )
    return ground + beam + houses + man + woman + place(symbols.heart(), (600, 200), 0.9)


SCENES = {
    "family_clinic": clinic,
    "family_note": note_signed,
    "family_posted": posted,
    "family_own_will": own_will,
    "family_neighbour": at_the_neighbour,
    "family_shares": equal_shares,
}
