"""The contact card of a vice-principal as a one-page deck: whom to call, and the same as a code for the phone."""

from dataclasses import dataclass
from datetime import date

from segno.helpers import make_vcard_data

from slides.composing.deck import Deck, Page, Picture, Text
from slides.composing.fit import Block, fit
from slides.composing.fitting import squeezed
from slides.composing.pages import short
from slides.designs.design import Design, design_of_stage
from slides.pptx.deck_file import Studio, draw

TITLE = {"zh": "法治副校长", "en": "Vice-principal for law"}
CALL = {"zh": "工作电话 {phone}", "en": "Work phone {phone}"}
NO_PHONE = {"zh": "电话请问学校", "en": "Ask the school for the number"}
SECTION = {"zh": "联系卡", "en": "Contact card"}
URGENT = {"zh": "急事打 110 · 青少年热线 12355", "en": "Emergencies: 110 · Young people's line: 12355"}
ALT = {"zh": "二维码，扫一扫把{name}的电话存进手机。", "en": "A QR code that saves the number of {name} on a phone."}
NOTES = {
    "zh": ("讲述：这一页可以在课后留在屏幕上，也可以打印出来贴在教室里。", "提问：遇到事情，你会先打给谁？"),
    "en": (
        "Say: leave this page on the screen after the lesson, or print it for the classroom.",
        "Ask: whom do you call first?",
    ),
}


@dataclass(frozen=True)
class Contact:
    """Who can be called: data of a person, printed literally."""

    name: str
    unit: str
    phone: str = ""

    @property
    def vcard(self) -> str:
        """The contact as phones read it (RFC 2426)."""
        return make_vcard_data(
            name=f";{short(self.name)};;;",
            displayname=short(self.name),
            org=short(self.unit) or None,
            title=TITLE["zh"],
            workphone=short(self.phone) or None,
        )


def contact_card(contact: Contact, *, stage: str, lang: str, made_on: date) -> bytes:
    """The card as .pptx in the look of a stage; long names shrink, and what is still too long is cut."""
    design = design_of_stage(stage)
    lead = " · ".join(filter(None, (TITLE[lang], short(contact.unit))))
    call = CALL[lang].format(phone=short(contact.phone)) if contact.phone else NO_PHONE[lang]
    texts = {"title": short(contact.name), "lead": lead, "address": call}
    picture = Picture(ALT[lang].format(name=short(contact.name)), address=contact.vcard)
    sized = tuple(_sized(slot, words, stage, design) for slot, words in texts.items())
    page = Page("qr", sized, NOTES[lang], SECTION[lang], URGENT[lang], picture)
    deck = Deck("contact-card", 1, SECTION[lang], short(contact.unit), stage, lang, design, made_on, "card", (page,))
    return draw(deck, Studio())


def _sized(slot_name: str, words: str, stage: str, design: Design) -> Text:
    slot = design.layouts["qr"].slot(slot_name)
    block = Block((words,), slot)
    return squeezed(Text(slot_name, (words,), marked=False), block, fit([block], stage))
