"""Scenes about my body and my boundaries: what is mine, a door that stays closed, good and bad secrets."""

from slides.art import boundary_props as props
from slides.art import boundary_rooms as rooms
from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import (
    CURLS,
    FATHER,
    GIRL,
    GRANDMA,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    WOMAN_VICE_PRINCIPAL,
)
from slides.art.clothes import STRIPED, Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import (
    BROWN_HAIR,
    CORAL,
    DARK_HAIR,
    LEAF,
    LILAC,
    MINT,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    TAN,
    WHITE,
    WOOD,
    shade,
)
from slides.art.people import ADULT, Person, bust, draw, touching
from slides.art.shapes import Point, circle, path, place, rect, stroke

HOME_GIRL = LITTLE_GIRL.but(wear=Wear("tee", SUN, WHITE, legs="#5b87b5", shoes=CORAL))
HOME_BOY = LITTLE_BOY.but(wear=Wear("tee", LEAF, WHITE, legs="#34507c", shoes=ORANGE))
UNCLE = Person(ADULT, TAN, "crop", DARK_HAIR, wear=Wear("shirt", LEAF, WHITE, legs="#4b4f63", shoes="#5b463d"))
COACH = Person(ADULT, TAN, "short", BROWN_HAIR, wear=Wear("tracksuit", "#4f8a78", WHITE, legs="#35596a", shoes=WHITE))
PLAYER = NEAT.but(wear=Wear("tee", ORANGE, WHITE, legs=NAVY, shoes=WHITE))


def my_body() -> str:
    """Two children stretch out their arms, each in a large soft bubble that is theirs."""
    wide = {"left": Arm((0.8, -0.3), "palm"), "right": Arm((0.8, -0.3), "palm")}
    girl = draw(HOME_GIRL.but(mood="joy", **wide), (312, 800), 2.05)
    boy = draw(HOME_BOY.but(mood="glad", **wide), (888, 800), 2.05)
    return interior.soft_ground("#d9eefa", "#ebf6fc") + _bubble((312, 520)) + _bubble((888, 520)) + girl + boy


def _bubble(at: Point) -> str:
    """A soft round that surrounds a child, 572 wide."""
    skin = circle((0, 0), 286, WHITE, opacity=0.55) + circle((0, 0), 286, "none", stroke=SUN, stroke_width=10)
    gleam = stroke("M-222-120Q-180-200-104-228", WHITE, 16)
    return place(skin + gleam + circle((-238, -74), 9, WHITE), at)


def swimwear() -> str:
    """Swimwear, a towel and a ring dry on a line in the sun; what they cover is private."""
    ground = outdoors.sky() + outdoors.sun((1020, 140)) + outdoors.cloud((240, 120), 1) + outdoors.lawn(610)
    posts = "".join(
        rect((x, 210), (20, 560), WOOD, rx=8) + rect((x + 11, 210), (9, 560), shade(WOOD), rx=4) for x in (92, 1088)
    )
    rope = stroke("M102 262Q600 336 1098 262", WHITE, 7)
    clothes = (
        place(props.swimsuit(), (316, 296), 1.55)
        + place(props.trunks(), (600, 314), 1.55)
        + place(props.towel(), (884, 298), 1.35)
    )
    pegs = "".join(
        place(props.peg(), at, 1.3) for at in ((263, 290), (369, 300), (518, 310), (682, 310), (810, 304), (956, 292))
    )
    things = (
        place(props.swim_ring(), (330, 780), 0.95)
        + place(furniture.ball(), (790, 800), 1.1)
        + outdoors.bush((980, 690), 1.1)
    )
    return ground + outdoors.bush((150, 690), 1.2) + posts + rope + clothes + pegs + things


def closed_door() -> str:
    """A door is closed because someone changes behind it; the little brother knocks and waits."""
    room = interior.room("#fdeedb", "#f8dfc2", "#dcb88c", level=700)
    tag = place(props.hanger(), (702, 442), 0.95)
    boy = touching(
        HOME_BOY.but(mood="happy", look=(0.7, -0.4), left=Arm((0.06, 0.86))), (320, 850), 1.9, right=(478, 470)
    )
    knock = stroke("M498 420L520 396M512 450L544 442M480 402L488 372", SUN, 9)
    hooks = rect((900, 250), (230, 18), WOOD, rx=8) + "".join(
        rect((x, 262), (12, 30), SLATE, rx=6) for x in (940, 1010, 1080)
    )
    coat = path("M906 288Q946 268 986 288L1002 470H890Z", CORAL) + path(
        "M960 280Q976 282 986 288L1002 470H966Z", shade(CORAL)
    )
    bag = place(furniture.satchel(SKY), (1080, 430), 0.9)
    shoes = "".join(
        path(f"M{x} 826q0-26 26-26q10 14 34 16q10 4 8 16H{x}Z", tone) for x, tone in ((930, CORAL), (1010, CORAL))
    )
    return (
        room
        + place(props.door(), (600, 716), 1.06)
        + tag
        + hooks
        + coat
        + bag
        + shoes
        + draw(boy, (320, 850), 1.9)
        + knock
    )


def high_five() -> str:
    """An uncle opens his arms for a hug; the boy prefers a high five, and his mother nods."""
    uncle = UNCLE.but(
        mood="glad", look=(0.7, 0.5), lean=7, left=Arm((0.66, 0.1), "open"), right=Arm((0.4, 0.2), "palm", bend=-1)
    )
    uncle = touching(uncle, (300, 852), 1.5, right=(560, 486))
    boy = touching(HOME_BOY.but(mood="happy", look=(-0.6, -0.5), right=HIP), (752, 852), 1.75, left=(574, 492))
    spark = stroke("M566 430V396M526 444L502 418M606 444L630 418", SUN, 10)
    mother = draw(MOTHER.but(mood="glad", look=(-0.6, 0.4), left=CHEST, right=Arm((0.12, 0.86))), (1030, 840), 1.5)
    return indoors.living_room() + mother + draw(uncle, (300, 852), 1.5) + draw(boy, (752, 852), 1.75) + spark


def strange_secret() -> str:
    """A girl sits on her bed with her bear; a secret she was told to keep feels like a knot."""
    room = interior.room("#eae6f5", "#ddd6ee", "#dcb88c", level=690)
    pane = (
        interior.window((90, 110), (240, 270))
        + interior.curtain_left((50, 90), 330, LILAC)
        + interior.curtain_right((376, 90), 330, LILAC)
    )
    girl = HOME_GIRL.but(
        mood="worried", look=(0.3, 0.4), tilt=5, legs="sit", left=Arm((-0.12, 0.72)), right=Arm((-0.16, 0.5))
    )
    thought = (
        place(screens.thought((330, 250), WHITE, towards=(-190, 150)), (920, 210))
        + place(props.tangle(), (900, 196), 1.15)
        + place(symbols.padlock(SUN), (1000, 262), 0.9)
    )
    bear = place(props.teddy(), (840, 684), 1.15)
    return room + pane + place(furniture.bed(LILAC), (640, 838), 1.35) + draw(girl, (620, 842), 1.85) + bear + thought


def grandma_listens() -> str:
    """The girl tells her grandmother, who holds her hand and listens."""
    couch = place(furniture.sofa(760, "#7fa6a0"), (600, 712), 1.1)
    girl = HOME_GIRL.but(mood="telling", look=(-0.7, -0.4), legs="sit", tilt=-4, right=CHEST)
    girl = touching(girl, (740, 850), 1.75, left=(604, 690))
    grandma = GRANDMA.but(mood="listen", look=(0.7, 0.3), tilt=7, legs="sit", left=LAP)
    grandma = touching(grandma, (450, 850), 1.6, right=(606, 692))
    said = place(
        screens.bubble((220, 140), WHITE, tail="lower-left") + place(props.tangle(), (-6, -2), 0.75), (940, 330)
    )
    warm = place(symbols.heart(), (596, 420), 0.8)
    return indoors.living_room() + couch + draw(grandma, (450, 850), 1.6) + draw(girl, (740, 850), 1.75) + said + warm


def five_adults() -> str:
    """A large open hand with one trusted grown-up on every finger."""
    people = (GRANDMA, TEACHER, MOTHER, FATHER, WOMAN_VICE_PRINCIPAL)
    tones = (MINT, SUN, "#ffd2cb", SKY, LILAC)
    hand_at = (570, 850)
    rounds = "".join(
        place(_portrait(person, tone), (hand_at[0] + x * 1.2, hand_at[1] + y * 1.2), 0.92)
        for person, tone, (x, y) in zip(people, tones, props.fingertips(), strict=True)
    )
    palm = place(symbols.heart(), (hand_at[0] - 6, hand_at[1] - 240), 1.25)
    return interior.soft_ground("#fff0d4", "#fff8e9") + place(props.wide_open_hand(), hand_at, 1.2) + rounds + palm


def _portrait(person: Person, tone: str) -> str:
    """A round with a friendly face, 170 wide around the origin."""
    face = bust(person.but(mood="happy"), (85, 78), 1.02)
    disc = circle((0, 0), 92, WHITE) + circle((0, 0), 84, tone)
    clip = f'<svg x="-84" y="-84" width="168" height="168" viewBox="1 1 168 168">{face}</svg>'
    return (
        disc
        + clip
        + circle((0, 0), 95, "none", stroke=WHITE, stroke_width=24)
        + circle((0, 0), 106, "none", stroke=shade(tone, 0.2), stroke_width=4)
    )


def coach_secret() -> str:
    """In the sports hall a coach holds out a present that comes with a secret; the boy with the bat hesitates."""
    coach = COACH.but(
        mood="happy",
        look=(0.7, 0.3),
        left=Arm((0.04, 0.66)),
        right=Arm(bend=-1, held=place(props.gift(), (26, -24), 0.8)),
    )
    coach = touching(coach, (310, 812), 1.5, right=(494, 548))
    boy = PLAYER.but(
        mood="worried",
        look=(-0.6, -0.1),
        tilt=3,
        left=Arm((0.02, 0.5)),
        right=Arm((0.24, 0.72), held=place(rooms.bat(), (2, -6), turn=22)),
    )
    hush = place(
        screens.bubble((230, 160), WHITE, tail="lower-left") + place(symbols.padlock(SUN), (0, -4), 1.5), (590, 190)
    )
    table = place(rooms.tennis_table(), (1030, 700), 0.9)
    return rooms.sports_hall() + table + draw(boy, (740, 850), 1.75) + draw(coach, (310, 812), 1.5) + hush


def boy_on_bench() -> str:
    """After training a boy sits on a bench in the sports hall and asks himself what he did wrong."""
    boy = PLAYER.but(mood="down", look=(0.2, 0.7), tilt=5, legs="sit", left=LAP, right=LAP)
    thought = place(
        screens.thought((300, 220), WHITE, towards=(-170, 140)) + place(symbols.question(), (0, 0), 1.25), (850, 250)
    )
    things = place(furniture.satchel(LEAF), (880, 812), 1.15) + place(rooms.bat(), (340, 796), 1.3, turn=-70)
    return (
        rooms.sports_hall()
        + place(furniture.bench(560), (600, 726), 1.1)
        + draw(boy, (600, 828), 1.8)
        + things
        + thought
    )


def tablet_request() -> str:
    """On her tablet a girl is asked for a photo by someone she has never seen; she takes her hands away."""
    chat = screens.avatar(SLATE, (44, 50)) + screens.message(230, 2, colour=WHITE, ink="#c7d2de", at=(86, 24))
    chat += (
        screens.avatar(SLATE, (44, 160))
        + rect((86, 116), (190, 124), WHITE, rx=20)
        + place(props.camera(CORAL), (150, 180), 0.82)
        + place(symbols.question(CORAL), (238, 180), 0.62)
    )
    girl = GIRL.but(
        wear=STRIPED,
        mood="doubt",
        look=(-0.7, 0.3),
        tilt=-4,
        legs="hidden",
        left=Arm((0.3, -0.1), "palm"),
        right=Arm((-0.3, 0.5)),
    )
    room = (
        interior.room("#e6f0ea", "#d2e6dc", "#e3c498")
        + interior.shelf((850, 120))
        + interior.window((430, 90), (230, 250))
    )
    unseen = place(symbols.stranger(84, "#6d6a9c"), (176, 300))
    desk = furniture.counter() + furniture.stack((1104, 714))
    return room + draw(girl, (850, 930), 2) + desk + place(props.tablet(chat), (340, 616), 1.3, turn=-3) + unseen


def class_boundaries() -> str:
    """In the corridor a girl holds up her palm and a classmate lets go of her bag strap and steps back."""
    girl = PONYTAIL.but(mood="serious", look=(-0.6, 0), left=Arm((0.5, -0.12), "palm"), right=Arm((0.08, 0.92)))
    boy = CURLS.but(mood="sorry", look=(0.6, 0), left=Arm((0.16, 0.88)), right=Arm((0.4, -0.02), "palm"))
    friend = draw(PIGTAILS.but(mood="listen", look=(-0.6, 0), left=Arm((0.1, 0.8)), right=CHEST), (1080, 790), 1.35)
    return indoors.corridor() + friend + draw(boy, (390, 850), 1.75) + draw(girl, (770, 850), 1.75)


SCENES = {
    "boundaries_my_body": my_body,
    "boundaries_swimwear": swimwear,
    "boundaries_closed_door": closed_door,
    "boundaries_high_five": high_five,
    "boundaries_strange_secret": strange_secret,
    "boundaries_grandma_listens": grandma_listens,
    "boundaries_five_adults": five_adults,
    "boundaries_coach": coach_secret,
    "boundaries_bench": boy_on_bench,
    "boundaries_tablet": tablet_request,
    "boundaries_classmates": class_boundaries,
}
