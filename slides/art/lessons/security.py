"""Scenes about national security: a holiday photo with a price, and all that security means besides spies."""

from slides.art import fire_places, furniture, indoors, interior, outdoors, screens, symbols
from slides.art import security_places as places
from slides.art import security_props as props
from slides.art.cast import BOB, FATHER, TEEN_BOY, TEEN_SHORT, TEEN_TAIL
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    DARK_HAIR,
    FAIR,
    INK,
    LEAF,
    NAVY,
    SKY,
    SLATE,
    SUN,
    TAN,
    WARM,
    WHITE,
    shade,
)
from slides.art.people import ADULT, Person, draw, touching
from slides.art.shapes import circle, ellipse, line, path, place, rect, stroke

PLAIN = Person(ADULT, TAN, "crop", DARK_HAIR, wear=Wear("shirt", "#8fa3b5", WHITE, legs="#3b4a66", shoes=INK))
PLAIN_WOMAN = Person(
    ADULT, FAIR, "bun", DARK_HAIR, tie=NAVY, wear=Wear("cardigan", "#6d7f8e", WHITE, legs="#3b4a66", shoes=INK)
)
FARMER = Person(ADULT, TAN, "short", DARK_HAIR, hat="straw", wear=Wear("shirt", "#7fae8a", WHITE, legs=NAVY))
SCIENTIST = Person(ADULT, WARM, "shoulder", DARK_HAIR, extra="glasses", wear=Wear("coat", WHITE, SKY, legs=SLATE))


def many_fields() -> str:
    """Round a large shield stand wheat, a microscope, a tree and a locked computer, with people who care for them."""
    ground = interior.soft_ground("#d9ecef", "#e9f5f4") + ellipse((600, 850), (560, 50), "#b6d8d2", opacity=0.8)
    shield = place(symbols.shield(BLUE), (600, 268), 3.5) + place(symbols.tick(), (600, 262), 3)
    rounds = "".join(
        place(circle((0, 0), 116, WHITE) + circle((0, 0), 116, "none", stroke=tone, stroke_width=10) + sign, at)
        for at, tone, sign in (
            ((150, 250), SUN, place(props.wheat(), (0, 6), 0.86)),
            ((340, 130), LEAF, place(_sapling(), (0, 78), 0.95)),
            ((860, 130), CORAL, place(props.microscope(), (-6, 84), 0.86)),
            ((1050, 250), SKY, place(screens.laptop(place(symbols.lock_shield(), (230, 140), 2)), (0, 50), 0.32)),
        )
    )
    people = (
        draw(
            FARMER.but(mood="glad", look=(0.5, 0), left=Arm((0.12, 0.9)), right=Arm((0.5, 0.0), "open", bend=-1)),
            (230, 866),
            1.12,
        )
        + draw(TEEN_TAIL.but(mood="happy", look=(-0.2, -0.2), left=Arm((0.4, -0.2), "open")), (480, 870), 1.2)
        + draw(TEEN_SHORT.but(mood="happy", look=(0.2, -0.2), right=Arm((0.4, -0.2), "open")), (730, 870), 1.2)
        + draw(
            SCIENTIST.but(mood="glad", look=(-0.5, 0), left=Arm((0.5, 0.0), "open", bend=-1), right=Arm((0.12, 0.9))),
            (970, 866),
            1.12,
        )
    )
    return ground + shield + rounds + people


def _sapling() -> str:
    """A young tree, 150 high; its foot is the origin."""
    crown = circle((-30, -98), 34, LEAF) + circle((30, -96), 36, shade(LEAF, 0.2)) + circle((0, -126), 38, LEAF)
    return rect((-8, -78), (16, 80), "#9a6b47", rx=5) + crown + ellipse((0, 4), (70, 9), "#a5dcb4")


def lookout() -> str:
    """On a hill by the sea a boy photographs the sunset; on the far shore lies a closed site, beside him a sign."""
    boy = TEEN_BOY.but(mood="glad", look=(-0.2, -0.2), left=Arm((-0.12, 0.12)), right=Arm((-0.12, 0.12)))
    at = (470, 872)
    boy = touching(boy, at, 1.62, left=(436, 560), right=(520, 560))
    cousin = draw(
        BOB.but(wear=Wear("tee", CORAL, WHITE, legs=NAVY), mood="joy", look=(-0.5, -0.3), left=Arm((0.5, -0.6))),
        (830, 866),
        1.5,
    )
    phone = place(screens.phone_back(), (488, 560), 1.15, turn=90)
    sign = place(props.no_camera(), (1050, 850), 1.1)
    return places.coast() + sign + cousin + draw(boy, at, 1.62) + phone + _knuckles(boy.skin, ((440, 566), (516, 566)))


def _knuckles(skin: str, points: tuple[tuple[float, float], ...]) -> str:
    """Fingers that close round the edge of what two hands hold."""
    return "".join(ellipse(at, (13, 17), skin) for at in points)


def offer() -> str:
    """A message praises a photo and puts coins beside it; the boy is flattered."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    shot = rect((82, 104), (290, 200), "#fbdcb6", rx=18) + circle((168, 212), 40, SUN)
    shot += path("M82 214H372V286Q372 304 354 304H100Q82 304 82 286Z", "#7fb4cf") + path(
        "M236 216Q300 170 372 180V236Z", "#7e9c8d"
    )
    praise = screens.avatar(SLATE, (44, 372)) + rect((82, 340), (250, 84), WHITE, rx=22)
    praise += "".join(place(symbols.heart(), (130 + 62 * i, 382), 0.48) for i in range(3))
    coins = screens.avatar(SLATE, (44, 486)) + rect((82, 452), (270, 130), WHITE, rx=22)
    coins += "".join(place(symbols.coin(), (140 + 74 * i, 518), 0.76) for i in range(3))
    phone = place(screens.phone(head + shot + praise + coins, size=(440, 740)), (350, 450), turn=-4)
    boy = TEEN_BOY.but(mood="glad", look=(-0.7, 0), left=Arm((-0.36, 0.14)), right=Arm((0.14, 0.9)))
    ground = interior.soft_ground("#fde7cf", "#fff3e2") + ellipse((860, 868), (190, 20), shade("#fde7cf", 0.2))
    return ground + phone + draw(boy, (860, 866), 1.9)


def request() -> str:
    """Now the messages want the wall, the aerial and the hour, in secret; the boy grows doubtful."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    site = rect((82, 100), (290, 196), "#d9e6ec", rx=18) + place(places.closed_site((0, 0), 0.5), (228, 276))
    lens = circle((250, 196), 62, "none", stroke=CORAL, stroke_width=12) + line((294, 240), (334, 280), CORAL, width=16)
    hour = screens.avatar(SLATE, (44, 372)) + rect((82, 330), (250, 112), WHITE, rx=22)
    hour += place(symbols.clock(CORAL), (146, 386), 0.74) + place(symbols.question(), (256, 384), 0.7)
    hush = screens.avatar(SLATE, (44, 524)) + rect((82, 474), (290, 124), WHITE, rx=22)
    hush += place(_hush(), (150, 536)) + "".join(place(symbols.coin(), (250 + 56 * i, 536), 0.6) for i in range(2))
    phone = place(screens.phone(head + site + lens + hour + hush, size=(440, 740)), (350, 450), turn=-4)
    boy = TEEN_BOY.but(mood="doubt", look=(-0.7, 0.1), tilt=-4, left=CHEST, right=Arm((-0.36, 0.0)))
    cloud = screens.thought((190, 150), WHITE, towards=(-64, 120)) + place(symbols.question(), (0, 0), 0.9)
    ground = interior.soft_ground("#d6dde8", "#e6ebf2") + ellipse((850, 868), (190, 20), SLATE, opacity=0.25)
    return ground + phone + draw(boy, (850, 866), 1.9) + place(cloud, (1070, 150))


def _hush() -> str:
    """A small round face with a finger before its mouth, for a wish to keep something quiet."""
    face = (
        circle((0, 0), 46, SUN) + circle((-16, -10), 6, INK) + circle((16, -10), 6, INK) + stroke("M-12 20H12", INK, 5)
    )
    return face + stroke("M0 44V6", "#f0b94a", 15) + circle((0, 6), 7.5, "#f0b94a")


def friend_asks() -> str:
    """On a bench a friend gives the phone back to the boy and asks him one question."""
    from_here = place(furniture.bench(640), (560, 742), 1.15)
    friend = TEEN_TAIL.but(mood="talk", look=(0.7, 0.1), tilt=4, legs="sit", left=Arm((-0.2, 0.8)))
    friend = touching(friend, (400, 850), 1.6, right=(560, 640))
    boy = TEEN_BOY.but(mood="worried", look=(-0.6, 0.3), tilt=-4, legs="sit", right=Arm((-0.2, 0.8)))
    boy = touching(boy, (740, 850), 1.6, left=(590, 650))
    phone = place(screens.phone_front("#fbdcb6"), (574, 652), 1.05, turn=10)
    asks = place(screens.bubble((330, 170), WHITE, tail="lower-left"), (650, 190))
    asks += (
        place(_small_shot(), (564, 190))
        + place(symbols.question(), (650, 190), 0.62)
        + place(symbols.coin(), (738, 190), 0.9)
    )
    return outdoors.playground() + from_here + draw(friend, (400, 850), 1.6) + draw(boy, (740, 850), 1.6) + phone + asks


def _small_shot() -> str:
    """A small picture of a wall and an aerial, 110 x 84 around the origin."""
    return rect((-56, -44), (112, 88), "#d9e6ec", rx=8) + place(places.closed_site((0, 0), 0.2), (0, 34))


def father_calls() -> str:
    """At home the father makes a call with his son beside him; in the bubble stands a shield."""
    father = FATHER.but(
        mood="talk",
        look=(0.5, 0),
        left=Arm((0.04, -0.42), held=place(screens.phone_back(), (2, 10), turn=-8)),
        legs="hidden",
    )
    father = touching(father, (430, 1020), 1.8, right=(664, 600))
    son = TEEN_BOY.but(mood="calm", look=(-0.5, 0.1), legs="hidden")
    son = touching(son, (720, 960), 1.8, left=(690, 716), right=(800, 716))
    table = place(furniture.table(1000, 190), (600, 750))
    phone = place(screens.phone_front("#d9e6ec"), (860, 742), 1.1, turn=72)
    bubble = place(
        screens.bubble((230, 190), WHITE, tail="lower-right") + place(symbols.check_shield(), (0, 0), 1.2), (190, 250)
    )
    return indoors.living_room() + draw(son, (720, 960), 1.8) + draw(father, (430, 1020), 1.8) + table + phone + bubble


def visit() -> str:
    """Two officers in plain clothes stand at the door and open their folders; father and son receive them."""
    man = PLAIN.but(
        mood="calm",
        look=(0.7, 0.1),
        left=Arm((0.1, 0.92)),
        right=Arm((0.4, 0.16), held=place(props.pass_folder(), (16, -30), 1.05), bend=-1),
    )
    woman = PLAIN_WOMAN.but(
        mood="talk",
        look=(0.7, 0),
        left=Arm((0.1, 0.92)),
        right=Arm((0.4, 0.16), held=place(props.pass_folder(), (16, -30), 1.05), bend=-1),
    )
    father = FATHER.but(mood="listen", look=(-0.6, 0.1), left=Arm((0.1, 0.9)))
    son = TEEN_BOY.but(mood="serious", look=(-0.7, 0), left=CHEST, right=Arm((0.12, 0.92)))
    people = draw(woman, (140, 860), 1.5) + draw(man, (470, 872), 1.55)
    return fire_places.landing() + people + draw(father, (1060, 868), 1.5) + draw(son, (840, 870), 1.5)


SCENES = {
    "security_fields": many_fields,
    "security_lookout": lookout,
    "security_offer": offer,
    "security_request": request,
    "security_friend": friend_asks,
    "security_father": father_calls,
    "security_visit": visit,
}
