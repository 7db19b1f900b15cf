"""Scenes about water for teenagers: an invitation, a dare, the evening after, the talk about who answers."""

from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art import water_places as places
from slides.art import water_props as props
from slides.art.care_props import blanket
from slides.art.cast import (
    FATHER,
    MOTHER,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
    WOMAN_VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, LAP, RAISED, Arm
from slides.art.palette import BLUE, CORAL, LEAF, NAVY, ORANGE, SKY, SLATE, SUN, TAN, WARM, WHITE, shade
from slides.art.people import ADULT, Person, draw, touching
from slides.art.shapes import circle, ellipse, path, place, rect, stroke

FAN = TEEN_SHORT.but(wear=Wear("tee", "#e9856b", WHITE, legs="#34507c", shoes=WHITE))
MAO = TEEN_GLASSES.but(wear=Wear("tee", "#7fa8d8", WHITE, legs="#4b4f63", shoes=WHITE))
JING = TEEN_TAIL
RESCUER = Person(ADULT, TAN, "short", hat="helmet", wear=Wear("vest", "#e5573f", SUN, legs="#2f4a73", shoes="#2a2b36"))
KEEPER = Person(ADULT, WARM, "receding", wear=Wear("jacket", "#5d7a6b", WHITE, legs="#3f4a44", shoes="#3a2e26"))
FILMING = Arm((-0.05, -0.12), held=place(screens.phone_back(), (0, 4)))


def invitation() -> str:
    """A large phone: an outing to the river is proposed in a chat; a girl beside it holds up her hand."""
    big = place(screens.phone(_chat(), size=(440, 800)), (350, 450), turn=-4)
    girl = JING.but(mood="serious", look=(-0.6, 0.1), left=Arm((0.5, -0.5), "palm"), right=HIP)
    shadow = ellipse((900, 866), (190, 20), "#7fa9bd", opacity=0.4)
    return interior.soft_ground("#cfe8ee", "#e3f3f6") + shadow + big + draw(girl, (900, 862), 1.95)


def _chat() -> str:
    """Messages with a sun, waves, a place and one thumb after another."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    card = rect((82, 106), (290, 200), WHITE, rx=22) + circle((306, 160), 34, SUN)
    card += "".join(stroke(f"M112 {y}q22-18 44 0t44 0t44 0t44 0t44 0", "#5aaed9", 10) for y in (230, 264))
    card += place(symbols.pin(), (160, 166), 0.72)
    rows = screens.avatar(ORANGE, (44, 132)) + card
    rows += screens.avatar(BLUE, (364, 366)) + screens.message(200, 1, colour="#cfe6f7", ink="#8fb4d3", at=(130, 340))
    rows += screens.avatar(LEAF, (364, 456)) + screens.message(150, 1, colour="#cfe6f7", ink="#8fb4d3", at=(180, 430))
    rows += screens.avatar(ORANGE, (44, 556)) + screens.message(270, 2, colour=WHITE, ink="#c7d2de", at=(82, 520))
    return head + rows + rect((24, 680), (300, 48), WHITE, rx=24) + circle((362, 704), 24, SKY)


def dare() -> str:
    """By the river one urges, one films, and a boy on the bank hesitates; a girl holds up her hand."""
    mao = MAO.but(mood="worried", look=(-0.5, 0.2), left=CHEST, right=CHEST)
    fan = FAN.but(mood="tease", look=(0.8, 0), left=HIP, right=Arm((0.7, -0.1), "open", bend=-1))
    filming = TEEN_BOY.but(mood="joy", look=(-0.7, 0), left=FILMING, right=Arm((-0.16, 0.1)))
    girl = JING.but(mood="serious", look=(-0.8, 0), left=Arm((0.6, -0.4), "palm"), right=HIP)
    return (
        places.river()
        + draw(mao, (250, 830), 1.62)
        + draw(fan.but(look=(-0.8, 0), left=Arm((0.7, -0.1), "open", bend=-1), right=HIP), (560, 856), 1.7)
        + draw(girl, (830, 866), 1.68)
        + draw(filming, (1060, 850), 1.62)
    )


def rescued() -> str:
    """In the evening a boy sits on the bank under a blanket; rescuers with a rope and a friend are with him."""
    bench = place(furniture.bench(480), (470, 762), 1.12)
    mao = MAO.but(legs="sit", mood="down", look=(0.3, 0.3), left=CHEST, right=CHEST)
    cloth = place(blanket(200, 250, "#8fb7d9"), (400, 560), 1)
    woman = Person(ADULT, WARM, "ponytail", wear=RESCUER.wear).but(legs="sit", mood="calm", look=(-0.7, 0.2), right=LAP)
    woman = draw(touching(woman, (610, 866), 1.52, left=(478, 640)), (610, 866), 1.52)
    coil = "".join(ellipse((0, 10 * k), (46, 20), "none", stroke="#c79a5b", stroke_width=8) for k in range(3))
    man = draw(RESCUER.but(mood="talk", look=(-0.6, 0.2), left=HIP, right=Arm((0.1, 0.72), held=coil)), (900, 850), 1.6)
    fan = draw(FAN.but(mood="sorry", look=(0.6, 0.3), left=CHEST, right=CHEST), (170, 850), 1.6)
    ring = place(props.life_ring(), (1080, 826), 0.9)
    return places.river(evening=True) + bench + fan + draw(mao, (400, 860), 1.55) + cloth + woman + man + ring


def families() -> str:
    """Two families sit at one table; a mediator between them hears both."""
    mediator = behind_desk(WOMAN_VICE_PRINCIPAL.but(mood="listen", look=(0, 0.1)), (600, 670), 1.7)
    left = behind_desk(MOTHER.but(mood="telling", look=(0.6, 0.1)), (170, 690), 1.6)
    mao = behind_desk(MAO.but(mood="calm", look=(0.6, 0.1)), (380, 690), 1.55)
    fan = behind_desk(FAN.but(mood="sorry", look=(-0.6, 0.2)), (820, 690), 1.55)
    right = behind_desk(FATHER.but(mood="serious", look=(-0.6, 0.1)), (1030, 690), 1.6)
    table = place(furniture.table(1160, 180), (600, 722))
    book = place(furniture.law_book(), (600, 690), 0.3)
    return indoors.office() + left + mediator + mao + fan + right + table + book


def broken_fence() -> str:
    """At a reservoir the fence is broken and the sign leans; a keeper and a girl look at it."""
    fence = place(props.fence(1260, gap=(480, 700)), (-20, 740), 1.05)
    sign = place(props.sign(leaning=-14), (880, 760), 0.82)
    keeper = KEEPER.but(mood="worried", look=(-0.6, 0.3), left=Arm((0.5, 0.1), "open", bend=-1), right=HIP)
    girl = JING.but(mood="telling", look=(0.6, 0.1), right=Arm((0.62, 0.06), "open"), left=HIP)
    mark = place(symbols.question(), (610, 330), 1.3)
    return places.reservoir() + fence + sign + mark + draw(girl, (270, 866), 1.7) + draw(keeper, (1050, 866), 1.62)


def mended_fence() -> str:
    """The fence stands again with a new sign and a life ring; three teenagers pass along the path."""
    fence = place(props.fence(1260), (-20, 740), 1.05)
    things = place(props.sign(), (200, 770), 0.86) + place(props.ring_stand(), (1040, 770), 0.95)
    group = draw(FAN.but(mood="happy", look=(0.6, 0), left=HIP), (430, 862), 1.65)
    group += draw(touching(MAO.but(mood="glad", look=(-0.6, 0)), (640, 866), 1.65, left=(520, 520)), (640, 866), 1.65)
    return (
        places.reservoir()
        + fence
        + things
        + group
        + draw(JING.but(mood="joy", look=(-0.6, 0), right=RAISED), (860, 862), 1.6)
    )


def reaching_out() -> str:
    """On the bank three work together: one calls, one rings for help, a man holds out a pole."""
    man = KEEPER.but(mood="serious", look=(-0.8, 0.2), lean=-5)
    man = touching(man, (520, 850), 1.62, left=(400, 600), right=(470, 640))
    tool = props.pole((560, 676), (120, 540)) + props.ripples((104, 566), 0.8)
    call = TEEN_GIRL.but(
        mood="talk",
        look=(-0.5, 0),
        right=Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8)),
        left=HIP,
    )
    shout = JING.but(mood="sing", look=(-0.8, 0), left=Arm((0.14, -0.22), "open"), right=Arm((0.14, -0.22), "open"))
    stand = place(props.ring_stand(), (690, 720), 0.8)
    return (
        places.river()
        + stand
        + tool
        + draw(man, (520, 850), 1.62)
        + draw(shout, (830, 862), 1.65)
        + draw(call, (1070, 856), 1.6)
    )


def evening_call() -> str:
    """On a winter holiday evening a teenager in the street tells home where she is; lanterns hang above."""
    night = rect((0, 0), (1200, 900), NAVY, opacity=0.34)
    cords = stroke("M0 90Q300 170 600 110T1200 100", SLATE, 5)
    lamps = "".join(_lantern(x, y) for x, y in ((130, 120), (370, 148), (620, 112), (860, 128), (1080, 110)))
    girl = TEEN_GIRL.but(
        mood="talk",
        look=(0.4, 0),
        wear=Wear("hoodie", CORAL, WHITE, legs="#34507c", shoes=WHITE),
        right=Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8)),
        left=HIP,
    )
    friend = draw(
        MAO.but(mood="happy", look=(-0.6, 0), wear=Wear("hoodie", BLUE, WHITE, legs="#4b4f63", shoes=WHITE), right=HIP),
        (990, 850),
        1.66,
    )
    home = (
        place(screens.bubble((280, 190), WHITE, tail="lower-left"), (720, 300))
        + place(symbols.pin(), (666, 296), 1)
        + place(symbols.heart(), (776, 300), 0.8)
    )
    return outdoors.street() + night + cords + lamps + friend + draw(girl, (450, 862), 1.75) + home


def _lantern(x: float, y: float) -> str:
    """A round paper lantern on its cord."""
    red = "#d9574a"
    glow = circle((x, y + 66), 92, "#ffdf9e", opacity=0.25)
    body = ellipse((x, y + 66), (50, 42), red) + ellipse((x + 16, y + 66), (30, 42), shade(red), opacity=0.5)
    ribs = path(
        f"M{x - 20} {y + 28}Q{x - 34} {y + 66} {x - 20} {y + 104}M{x} {y + 24}V{y + 108}",
        "none",
        stroke="#f2b36b",
        stroke_width=4,
    )
    caps = rect((x - 20, y + 18), (40, 12), SUN, rx=4) + rect((x - 20, y + 102), (40, 12), SUN, rx=4)
    return glow + body + ribs + caps + stroke(f"M{x} {y + 114}v34", SUN, 5)


SCENES = {
    "water_invitation": invitation,
    "water_dare": dare,
    "water_rescued": rescued,
    "water_families": families,
    "water_broken_fence": broken_fence,
    "water_mended_fence": mended_fence,
    "water_reaching": reaching_out,
    "water_evening": evening_call,
}
