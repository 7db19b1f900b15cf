"""Scenes about pressure and choices among the older: a party, an errand, a fork in the road, help and a way back."""

from slides.art import care_places as places
from slides.art import care_props as props
from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import (
    FATHER,
    GRANDPA,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
    WOMAN_VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    GREEN,
    INK,
    LEAF,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    TAN,
    WARM,
    WHITE,
    mix,
    shade,
)
from slides.art.people import ADULT, TEEN, Person, draw, draw_behind, touching
from slides.art.shapes import ellipse, path, place, polygon, rect, stroke

AT_EAR = Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8))
OLDER = Person(TEEN, WARM, "crop", wear=Wear("shirt", "#6d7f8e", WHITE, legs=INK, shoes=INK))
UNKNOWN = Person(ADULT, TAN, "short", hat="cap", wear=Wear("hoodie", "#7d8893", WHITE, legs="#3d4652", shoes=INK))
OFFICER = WOMAN_VICE_PRINCIPAL
MENDER = Person(ADULT, TAN, "crop", wear=Wear("apron", "#5b87b5", "#d9b38a", legs="#3f4e6e", shoes="#6b4a35"))


def party() -> str:
    """At a birthday party an older one puts a closed box with a question mark on the table; the girl hesitates."""
    table = place(furniture.table(860, 180), (600, 740)) + place(props.cake(), (470, 720), 0.95)
    box = place(props.parcel("#b9b3a8"), (800, 676), 0.82)
    host = behind_desk(TEEN_BOY.but(mood="joy", look=(0.4, 0)), (400, 690), 1.6)
    older = touching(OLDER.but(mood="tease", look=(-0.5, 0.2), legs="hidden"), (860, 916), 1.6, left=(790, 640))
    girl = draw(TEEN_GIRL.but(mood="doubt", look=(0.7, 0.1), left=Arm((0.16, 0.8)), right=CHEST), (158, 860), 1.56)
    friend = draw(
        TEEN_TAIL.but(mood="surprised", look=(-0.6, 0.2), left=CHEST, right=Arm((0.2, 0.8))), (1052, 860), 1.56
    )
    return places.party_room() + host + draw(older, (860, 916), 1.6) + table + box + girl + friend


def everyone_looks() -> str:
    """All of them look at her; in her thoughts a shield and a question stand side by side."""
    ground = interior.soft_ground("#ded9ee", "#ece8f6")
    left = draw(TEEN_BOY.but(mood="tease", look=(0.8, -0.1), right=Arm((0.44, 0.3), "open")), (150, 870), 1.62)
    left += draw(TEEN_TAIL.but(mood="happy", look=(0.7, 0)), (350, 846), 1.5)
    right = draw(OLDER.but(mood="tease", look=(-0.8, -0.1), left=Arm((0.44, 0.3), "open")), (1050, 870), 1.62)
    right += draw(TEEN_SHORT.but(mood="calm", look=(-0.7, 0)), (850, 846), 1.5)
    girl = draw(TEEN_GIRL.but(mood="worried", look=(0, 0.3), left=CHEST, right=CHEST), (600, 876), 1.72)
    cloud = screens.thought((420, 150), WHITE, towards=(0, 116)) + place(symbols.question(), (-86, -4), 0.8)
    cloud += place(symbols.check_shield(), (80, -2), 0.94)
    return (
        ground + ellipse((600, 872), (560, 24), "#b9b0d6", opacity=0.5) + left + right + girl + place(cloud, (600, 136))
    )


def leaving_together() -> str:
    """In the evening two friends have left the party and walk home with ice lollies."""
    girl = TEEN_GIRL.but(
        mood="glad", look=(0.5, 0), right=Arm((0.3, 0.1), held=props.ice_lolly()), left=Arm((0.16, 0.86))
    )
    boy = TEEN_GLASSES.but(
        mood="happy", look=(-0.5, 0), left=Arm((0.3, 0.12), held=props.ice_lolly(ORANGE)), right=Arm((0.16, 0.86))
    )
    return places.evening_street() + draw(girl, (440, 860), 1.72) + draw(boy, (790, 860), 1.72)


def call_for_help() -> str:
    """A friend feels ill on the sofa; one stays with him and another rings for help at once."""
    couch = place(furniture.sofa(820, "#8fa7c4"), (480, 720), 1.06)
    ill = TEEN_BOY.but(mood="down", tilt=10, lean=5, legs="sit", left=LAP, right=LAP)
    stays = TEEN_TAIL.but(mood="worried", look=(-0.7, 0.1), legs="sit", left=Arm((0.4, 0.3)), right=LAP)
    calls = TEEN_GLASSES.but(mood="talk", look=(-0.5, 0.1), right=AT_EAR, left=Arm((0.32, 0.4), "open"))
    help_ = place(
        screens.bubble((170, 150), WHITE, tail="lower-left") + place(symbols.heart(), (0, 2), 0.95), (1090, 190)
    )
    wall = (
        interior.room("#f6e9f0", "#ecd6e2", "#dcb88c")
        + interior.window((110, 120), (240, 260))
        + interior.shelf((520, 220))
    )
    people = draw(ill, (330, 850), 1.6) + place(props.blanket(200, 120), (330, 712)) + draw(stays, (600, 850), 1.6)
    return wall + couch + people + draw(calls, (950, 864), 1.72) + help_


def fork() -> str:
    """A teenager stands where a road forks: one way leads to a bright town, the other into grey mist."""
    back = outdoors.sky("#cde9f8") + outdoors.sun((250, 160)) + outdoors.cloud((470, 110), 0.8)
    grey = path("M640 0H1200V900H760Q640 460 640 0Z", "#aeb8c4", opacity=0.55)
    town = (
        place(outdoors.school_building((0, 0), 0.42), (230, 470))
        + outdoors.tree((60, 500), 0.8)
        + outdoors.tree((420, 496), 0.7, mix(LEAF, GREEN, 0.25))
    )
    land = path("M0 470Q600 430 1200 480V900H0Z", "#a5dcb4") + path(
        "M700 462Q950 452 1200 480V900H820Z", "#93a59d", opacity=0.8
    )
    roads = path("M470 900Q470 700 250 474L300 470Q560 620 600 690Q660 600 930 480L990 486Q730 690 740 900Z", "#efe0c2")
    roads += path("M640 756Q700 640 930 480L990 486Q730 690 740 900H700Q700 800 640 756Z", "#b9bdb9", opacity=0.7)
    fog = props.mist((980, 430), 1.1) + props.mist((930, 300), 0.6, "#d3dae2") + props.mist((1140, 560), 0.8)
    sign = rect((590, 330), (20, 330), "#a8744a", rx=6)
    sign += polygon([(606, 344), (470, 344), (440, 374), (470, 404), (606, 404)], SUN)
    sign += polygon([(594, 424), (730, 424), (760, 452), (730, 480), (594, 480)], "#dbe2e9")
    sign += place(symbols.tick(GREEN), (526, 374), 0.76) + place(symbols.question(SLATE), (672, 448), 0.44)
    return back + grey + town + land + roads + fog + sign + draw_behind(TEEN_BOY, (606, 884), 1.14)


def errand_message() -> str:
    """A message offers easy money for carrying a parcel; a teenager looks at it with a frown."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    first = screens.avatar(SLATE, (44, 134)) + rect((82, 108), (290, 190), WHITE, rx=22)
    first += place(props.parcel(), (168, 204), 1.1) + place(symbols.arrow(ORANGE), (290, 204), 0.8)
    coins = "".join(place(symbols.coin(), (x, y), 0.62) for x, y in ((126, 400), (178, 386), (230, 402), (282, 384)))
    second = screens.avatar(SLATE, (44, 356)) + rect((82, 330), (256, 134), WHITE, rx=22) + coins
    hush = (
        screens.avatar(SLATE, (44, 520))
        + rect((82, 492), (150, 110), WHITE, rx=22)
        + place(symbols.clock(CORAL), (156, 547), 0.72)
    )
    phone = place(screens.phone(head + first + second + hush, size=(440, 760)), (350, 450), turn=-4)
    teen = TEEN_BOY.but(mood="doubt", tilt=-5, look=(-0.7, 0.1), left=Arm((-0.4, -0.02)), right=Arm((-0.46, 0.5)))
    cloud = place(
        screens.thought((190, 150), WHITE, towards=(-60, 120)) + place(symbols.question(), (0, 0), 0.9), (1060, 140)
    )
    ground = interior.soft_ground("#d8e2ea", "#e8eff4") + ellipse((850, 866), (190, 20), shade(SKY, 0.25), opacity=0.5)
    return ground + phone + draw(teen, (850, 864), 1.86) + cloud


def handover() -> str:
    """In a car park somebody in a cap holds out a parcel; the teenager keeps his hands to himself."""
    held = Arm((0.42, 0.22), held=place(props.parcel(), (34, -20), 0.9))
    person = draw(UNKNOWN.but(mood="calm", look=(0.6, 0.5), right=held, left=Arm((0.1, 0.9))), (340, 862), 1.62)
    teen = draw(TEEN_BOY.but(mood="doubt", look=(-0.7, 0.2), left=CHEST, right=CHEST), (820, 866), 1.74)
    return places.car_park() + person + teen


def checkpoint() -> str:
    """At a checkpoint an officer asks a teenager calmly whose the bag is."""
    machine = place(props.scanner(), (720, 812)) + place(furniture.satchel(BLUE), (450, 664), 0.95)
    officer = OFFICER.but(mood="listen", look=(-0.7, 0.2), right=HIP)
    officer = draw(touching(officer, (980, 780), 1.52, left=(838, 452)), (980, 780), 1.52)
    teen = draw(TEEN_BOY.but(mood="worried", look=(0.7, 0.1), left=Arm((0.14, 0.9)), right=CHEST), (230, 866), 1.74)
    asks = screens.bubble((160, 130), WHITE, tail="right") + place(symbols.question(), (0, -4), 0.84)
    return places.station() + officer + machine + teen + place(asks, (760, 300))


def hearing() -> str:
    """An officer, a teenager and his father sit at a table; each is heard in turn."""
    officer = behind_desk(OFFICER.but(mood="listen", look=(0.7, 0.1)), (270, 676), 1.85)
    teen = behind_desk(TEEN_BOY.but(mood="telling", look=(-0.6, 0.2)), (640, 676), 1.85)
    father = behind_desk(FATHER.but(mood="serious", look=(-0.6, 0.2), tilt=-3), (960, 676), 1.85)
    sheet = path("M-62-38H62L78 0H-78Z", WHITE) + stroke("M-44-27H40M-48-14H46", "#b7c3d0", 5)
    table = place(furniture.table(1100, 190), (605, 712)) + place(sheet, (270, 710)) + place(sheet, (500, 706), 0.8)
    return indoors.office() + officer + teen + father + table


def mending_stall() -> str:
    """A man who has made a new start mends bicycles in the street; neighbours greet him as one of theirs."""
    bike = place(props.bicycle(), (420, 838), 1.05)
    mender = MENDER.but(mood="glad", look=(0.7, -0.1), left=Arm((0.1, 0.52)), right=Arm((0.3, -0.3), "palm"))
    girl = draw(
        TEEN_TAIL.but(mood="happy", look=(-0.7, 0), left=Arm((0.4, -0.56), "palm"), right=Arm((0.14, 0.9))),
        (820, 866),
        1.66,
    )
    elder = draw(GRANDPA.but(mood="glad", look=(-0.6, 0), left=HIP, right=Arm((0.14, 0.9))), (1040, 860), 1.6)
    tools = place(props.toolbox(), (640, 868), 0.95)
    return outdoors.street() + draw(mender, (250, 830), 1.6) + bike + tools + girl + elder


SCENES = {
    "drugs_party": party,
    "drugs_everyone_looks": everyone_looks,
    "drugs_leaving_together": leaving_together,
    "drugs_call_for_help": call_for_help,
    "drugs_fork": fork,
    "drugs_errand_message": errand_message,
    "drugs_handover": handover,
    "drugs_checkpoint": checkpoint,
    "drugs_hearing": hearing,
    "drugs_mending_stall": mending_stall,
}
