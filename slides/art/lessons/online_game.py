"""Scenes about a game and a list: wings that cost real money, a bill, and a photo that nobody was asked about."""

from slides.art import furniture, indoors, interior, screens, symbols
from slides.art import screen_props as props
from slides.art.cast import BOB, CURLS, MOTHER, NEAT, PIGTAILS, behind_desk
from slides.art.clothes import STRIPED
from slides.art.limbs import CHEST, LAP, Arm
from slides.art.palette import BLUE, CORAL, GREEN, LEAF, ORANGE, SLATE, SUN, WHITE, shade
from slides.art.people import draw
from slides.art.shapes import circle, ellipse, path, place, rect, stroke

GAMER = NEAT.but(wear=STRIPED)
_CHEST_OF_DRAWERS = "#c99b66"


def team_wings() -> str:
    """A boy plays at his desk; his team-mate in the game shows him glittering wings with a price of coins."""
    playing = Arm((-0.25, 0.34), held=place(screens.gamepad(BLUE), (-26, 4), 0.55))
    boy = GAMER.but(mood="happy", look=(-0.7, -0.3), legs="hidden", left=Arm((-0.25, 0.34)), right=playing)
    desk = place(furniture.table(620, 190), (900, 730)) + furniture.stack((1090, 712))
    desk += place(furniture.lamp(CORAL), (690, 720), 0.9)
    wall = interior.room("#e6e3f2", "#f3eef0", "#e3c498") + interior.shelf((830, 170))
    return wall + _television() + draw(boy, (900, 926), 1.9) + desk


def _television() -> str:
    """A screen on a chest of drawers: one hero has large wings, the other is offered a pair for coins."""
    drawers = rect((100, 640), (520, 190), _CHEST_OF_DRAWERS, rx=10)
    drawers += "".join(rect((x, 664), (230, 140), shade(_CHEST_OF_DRAWERS), rx=6) for x in (120, 370))
    stand = rect((320, 570), (80, 60), SLATE) + rect((250, 622), (220, 18), SLATE, rx=9)
    frame = rect((60, 70), (600, 500), "#2c3e57", rx=30) + rect((80, 90), (560, 460), "#dfe4fb", rx=16)
    land = path("M80 430Q220 370 360 420T640 400V534Q640 550 624 550H96Q80 550 80 534Z", "#a8dcb9")
    land += circle((140, 148), 30, SUN)
    friend = place(props.wings(), (250, 318), 0.95) + place(props.hero(), (250, 480), 1.25)
    offer = place(props.wings("#b9b4e0"), (490, 290), 0.5) + place(props.hero(CORAL), (490, 486), 1.0)
    price = rect((392, 110), (196, 74), WHITE, rx=37)
    price += "".join(place(symbols.coin(), (x, 147), 0.56) for x in (434, 488, 542))
    return drawers + stand + frame + land + offer + friend + price


def mothers_phone() -> str:
    """A tired mother sleeps on the sofa; the boy beside her holds her phone and coins fly out of it."""
    couch = place(furniture.sofa(780, "#8fa7c4"), (420, 720), 1.08)
    mother = draw(MOTHER.but(mood="reading", tilt=14, lean=6, legs="sit", left=LAP, right=LAP), (420, 850), 1.62)
    held = place(screens.phone_back(CORAL), (0, 4))
    boy = GAMER.but(mood="worried", look=(-0.2, 0.7), left=Arm((-0.22, 0.4)), right=Arm((-0.3, 0.42), held=held))
    flying = ((1010, 420, 0.6), (1070, 330, 0.7), (1010, 250, 0.8), (1092, 190, 0.66), (1020, 120, 0.56))
    coins = "".join(place(symbols.coin(), (x, y), size, turn=x % 31 - 14) for x, y, size in flying)
    trail = stroke("M930 520Q990 480 1008 446", SUN, 8, stroke_dasharray="3 20")
    dreams = (((560, 330), 12), ((600, 280), 18), ((650, 216), 25))
    sleep = "".join(circle(at, radius, WHITE, opacity=0.85) for at, radius in dreams)
    dim = rect((0, 0), (1200, 900), "#1b2f5c", opacity=0.1)
    return indoors.living_room() + dim + couch + mother + sleep + trail + coins + draw(boy, (860, 860), 1.75)


def counting_up() -> str:
    """A boy and his mother sit at the table with the phone and a long bill, and add it up together."""
    mother = behind_desk(MOTHER.but(mood="talk", look=(0.6, 0.3), tilt=4), (390, 680), 1.85)
    boy = behind_desk(GAMER.but(mood="sorry", look=(-0.4, 0.4)), (800, 684), 2.0)
    bill = path("M-52-150H52V-6L38 6L24-6L10 6L-4-6L-18 6L-32-6L-46 6L-52-6Z", WHITE)
    bill += place(screens.words(72, 4, "#b7c3d0"), (-36, -130))
    bill += "".join(place(symbols.coin(), (x, -26), 0.3) for x in (-22, 4, 30))
    table = place(furniture.table(1060, 190), (600, 720)) + place(bill, (604, 690), 0.98)
    things = place(screens.phone_front(), (200, 690), 0.9, turn=8) + place(
        furniture.pencil(BLUE), (940, 700), 0.8, turn=70
    )
    wall = interior.room("#e9f3ef", "#d6ebe2", "#e3c498") + interior.window((80, 100), (250, 280))
    wall += place(symbols.clock(GREEN), (610, 150), 0.9) + interior.shelf((820, 220))
    return wall + mother + boy + table + things


def without_wings() -> str:
    """Two heroes without wings stand hand in hand in the game, and the boy who plays waves."""
    hill = path("M0 600Q300 470 620 570T1200 520V900H0Z", "#a8dcb9")
    hill += path("M0 720Q340 620 700 700T1200 660V900H0Z", "#8fd0a5")
    sky = rect((0, 0), (1200, 900), "#dfe4fb") + circle((180, 160), 70, SUN)
    clouds = "".join(
        ellipse((x, y), (w, w * 0.3), WHITE, opacity=0.9)
        for x, y, w in ((430, 130, 100), (520, 150, 80), (760, 110, 70))
    )
    heroes = place(props.hero(CORAL), (300, 770), 2.3) + place(props.hero(GREEN), (600, 770), 2.3)
    hands = stroke("M430 630Q450 658 470 632", shade(GREEN, 0.2), 34) + place(symbols.heart(), (450, 330), 0.9)
    bubble = place(screens.bubble((370, 400), WHITE, tail="left"), (950, 420))
    waving = GAMER.but(mood="joy", look=(-0.6, 0), legs="hidden", left=CHEST, right=Arm((0.3, -0.72), "palm"))
    return sky + clouds + hill + heroes + hands + bubble + draw(waving, (950, 708), 1.4)


def posted_sheet() -> str:
    """A photo of the list of sports results is in a chat; a girl on the list holds her arms and looks down."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    photo = screens.avatar(ORANGE, (44, 132)) + rect((82, 104), (290, 320), WHITE, rx=22)
    photo += place(props.result_sheet(photo=True), (227, 264), 1.22)
    likes = screens.avatar(LEAF, (44, 492)) + rect((82, 456), (150, 78), WHITE, rx=24)
    likes += place(symbols.star(), (126, 495), 0.4) + place(symbols.star(), (186, 495), 0.4)
    asks = screens.avatar(BLUE, (44, 600)) + screens.message(220, 2, colour=WHITE, ink="#c7d2de", at=(82, 566))
    phone = place(screens.phone(head + photo + likes + asks, size=(440, 770)), (340, 450), turn=-4)
    girl = PIGTAILS.but(mood="down", tilt=-6, look=(-0.3, 0.7), left=Arm((-0.46, 0.46)), right=Arm((-0.46, 0.5)))
    cloud = screens.thought((200, 156), WHITE, towards=(-76, 124)) + place(props.result_sheet(), (0, 0), 0.5)
    ground = interior.soft_ground("#ddeee2", "#edf7f0") + ellipse((860, 864), (180, 18), "#a9c8b4", opacity=0.5)
    return ground + phone + draw(girl, (860, 862), 1.95) + place(cloud, (1010, 170))


def ask_photo() -> str:
    """Before he takes a photo a boy asks; two wave him on and one shows her palm."""
    held = place(screens.phone_back(), (0, 0), turn=-6)
    boy = NEAT.but(mood="talk", look=(0.8, 0), right=Arm((0.5, -0.02), held=held), left=Arm((0.12, 0.92)))
    asks = screens.bubble((180, 150), WHITE, tail="lower-left") + place(symbols.question(), (0, -4), 0.95)
    rest, wave, stop = Arm((0.1, 0.94)), Arm((0.3, -0.8), "palm"), Arm((0.24, 0.06), "palm")
    left = draw(CURLS.but(mood="joy", look=(-0.5, 0), left=wave, right=rest), (590, 840), 1.55)
    middle = draw(BOB.but(mood="glad", look=(-0.6, 0), right=wave, left=rest), (806, 852), 1.58)
    right = draw(PIGTAILS.but(mood="calm", look=(-0.7, 0.1), left=stop, right=rest), (1040, 862), 1.62)
    people = left + middle + right + draw(boy, (240, 862), 1.75)
    return indoors.rear_classroom() + people + place(asks, (430, 270))


SCENES = {
    "online_team_wings": team_wings,
    "online_mothers_phone": mothers_phone,
    "online_counting_up": counting_up,
    "online_without_wings": without_wings,
    "online_posted_sheet": posted_sheet,
    "online_ask_photo": ask_photo,
}
