"""What people do in the replayed week, each step a form sent over HTTP; what was acknowledged is remembered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar

from course import jobs
from course.access import message_jobs, message_queries
from course.access.models import Notice
from course.db import db
from course.delivery.link import Link, token_for
from course.roster.models import Appointment
from course.schedule.models import Lesson
from tests.mail_server import Mailbox, failing_one_in
from tests.week_district import Clock, District, day_of

BUTTON = re.compile(r'name="(?P<name>[a-z0-9-]+)"[^>]*?\svalue="(?P<value>[^"]*)"')


@dataclass(frozen=True)
class Done:
    """One change that the application acknowledged: of which lesson, what, by whom and when."""

    lesson: int
    action: str
    user: int | None
    at: datetime


@dataclass
class Week:
    """The week as it is replayed."""

    app: Flask
    sign_in: Callable[[int], Any]
    visitor: Callable[[], Any]
    district: District
    clock: Clock
    mailbox: Mailbox
    done: Counter[Done] = field(default_factory=Counter)
    lessons: dict[str, int] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)

    def browser(self, who: str) -> Any:
        """A browser in which somebody has just signed in; nobody at all by the name of ``visitor``."""
        return self.visitor() if who == "visitor" else self.sign_in(self.district.members[who].user)

    def press(self, who: str, address: str, changes: dict[str, str] | None = None, **fields: Any) -> str:
        """Send a form that is acknowledged, and remember which lessons it says it has changed; where it leads."""
        answer = self.browser(who).post(address, data=fields)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 303, f"{who} {address}: {answer.status_code}\n{words_of(html)}"
        for name, action in (changes or {}).items():
            self.note(who, name, action)
        return answer.headers["Location"]

    def note(self, who: str, lesson: str, action: str) -> None:
        """Remember a change that was acknowledged."""
        user = None if who == "visitor" else self.district.members[who].user
        self.done[Done(self.lessons[lesson], action, user, self.clock.moment)] += 1

    def refused(self, who: str, address: str, status: int, **fields: Any) -> None:
        """Send a form that is refused; nothing is remembered, so whatever it changed would be found."""
        answer = self.browser(who).post(address, data=fields)
        assert answer.status_code == status, f"{who} {address}: {answer.status_code}"

    def page(self, who: str, address: str, **asked: Any) -> str:
        """What somebody reads."""
        answer = self.browser(who).get(address, query_string=asked)
        assert answer.status_code == 200, f"{who} {address}: {answer.status_code}"
        return answer.get_data(as_text=True)

    def offered(self, name: str, html: str) -> list[str]:
        """The values of the buttons and fields of a page that have this name."""
        return [unescape(hit["value"]) for hit in BUTTON.finditer(html) if hit["name"] == name]

    # Asking for lessons

    def form(self, theme: str, classes: str, person: str, day: str, period: int) -> dict[str, str]:
        """The fields of a booking."""
        choice = f"{day_of(day).isoformat()}/{period}/{self.district.codes[person]}"
        return {"theme": theme, "classes": classes, "place": "classroom", "choice": choice}

    def book(self, who: str, name: str, **wanted: Any) -> None:
        """A school asks for a lesson, to be known by this name."""
        place = self.press(who, "/lessons/new", **self.form(**wanted))
        self.born(who, place, name)

    def book_as_wished(self, who: str, name: str, **wanted: Any) -> None:
        """A school says what it wishes for and taps the first of the periods that are proposed."""
        asked = {**wanted, "place": "classroom"}
        choice = self.offered("choice", self.page(who, "/lessons/wish", **asked))[0]
        fields = {"theme": wanted["theme"], "classes": wanted["classes"], "place": "classroom"}
        self.born(who, self.press(who, "/lessons/new", **fields, choice=choice), name)

    def book_series(self, who: str, names: list[str], **wanted: Any) -> None:
        """A school asks for a lesson for every class of a grade."""
        lines = self.offered("lesson", self.page(who, "/lessons/series", **wanted))
        assert len(lines) == len(names)
        place = self.press(who, "/lessons/series", **wanted, lesson=lines)
        first = number_in(place)
        for at, name in enumerate(names):
            self.born(who, f"/lessons/{first + at}", name)

    def born(self, who: str, place: str, name: str) -> None:
        """Give a new lesson its name."""
        self.lessons[name] = number_in(place)
        self.note(who, name, "request")

    def took_the_place(self, who: str, name: str) -> None:
        """Whoever waited for a time has asked for it by itself, in the moment in which it came free."""
        with self.app.app_context():
            newest = db.session.scalar(sa.select(sa.func.max(Lesson.id)))
        assert newest not in self.lessons.values()
        self.born(who, f"/lessons/{newest}", name)

    def given_by(self, name: str) -> str:
        """Who is to give a lesson, by the name of the script."""
        numbers = {number: person for person, number in self.district.people.items()}
        return numbers[self.row(name).vice_principal_id]

    def both_sides(self, name: str) -> list[str]:
        """Everybody of the school of a lesson, and whoever gives it."""
        row = self.row(name)
        members = self.district.members.items()
        return [who for who, one in members if one.school == row.school_id or one.person == row.vice_principal_id]

    def told_of(self, kind: str) -> Counter[str]:
        """How many people were told of each lesson by a kind of notice."""
        names = {number: name for name, number in self.lessons.items()}
        with self.app.app_context():
            addresses = db.session.scalars(sa.select(Notice.address).where(Notice.kind == kind)).all()
        return Counter(names[number_in(address)] for address in addresses)

    def appointment(self, person: str, school: str) -> int:
        """The number of somebody's appointment to a school."""
        whose = {"vice_principal_id": self.district.people[person], "school_id": self.district.schools[school]}
        with self.app.app_context():
            return db.session.scalars(sa.select(Appointment.id).filter_by(**whose)).one()

    # Answering and changing

    def at(self, name: str, rest: str = "") -> str:
        """The address of a lesson."""
        return f"/lessons/{self.lessons[name]}{rest}"

    def row(self, name: str) -> Lesson:
        """A lesson as it stands."""
        with self.app.app_context():
            return db.session.get_one(Lesson, self.lessons[name])

    def answer(self, who: str, verb: str, *names: str, **fields: Any) -> None:
        """Accept, decline, cancel, report, confirm … as a button of the lesson's page does."""
        addresses = {"report": "taught", "take_back": "taught/undo", "withdraw": "confirm/undo", "miss": "missed"}
        for name in names:
            known = {"sequence": str(self.row(name).sequence), **fields}
            self.press(who, self.at(name, f"/{addresses.get(verb, verb)}"), {name: verb}, **known)

    def move(self, who: str, name: str, day: str, period: int) -> None:
        """Give a lesson another period."""
        row = self.row(name)
        choice = f"{day_of(day).isoformat()}/{period}/{self.district.codes[self.given_by(name)]}"
        assert choice in self.offered("choice", self.page(who, self.at(name, "/move"), **{"from": day_of(day)}))
        self.press(who, self.at(name, "/move"), {name: "move"}, sequence=row.sequence, choice=choice)

    def exchange(self, who: str, one: str, other: str) -> None:
        """Let two lessons change places."""
        there = f"{self.lessons[other]}.{self.row(other).sequence}"
        known = {"sequence": self.row(one).sequence, "other": there}
        self.press(who, self.at(one, "/exchange"), {one: "move", other: "move"}, **known)

    def hand_over(self, who: str, name: str, person: str) -> None:
        """Give a lesson to somebody else."""
        known = {"sequence": self.row(name).sequence, "vice_principal": self.district.codes[person]}
        self.press(who, self.at(name, "/hand-over"), {name: "move"}, **known)

    def called_out(self, who: str, start: str, end: str, *names: str) -> None:
        """Somebody is called away, and the first way that is proposed is taken for each of their lessons."""
        code = self.district.codes[who]
        times = {
            name: f"{day_of(said.split()[0])}T{said.split()[1]}" for name, said in (("start", start), ("end", end))
        }
        page = self.press(who, f"/vice-principals/{code}/absences", **times, reason="紧急出警")
        html = self.page(who, page)
        fields = {f"choice-{self.lessons[name]}" for name in names}
        ways = {field: next(filter(None, self.offered(field, html))) for field in fields}
        self.press(who, f"/repairs/vice-principals/{code}", dict.fromkeys(names, "move"), **ways)

    def confirm_by_link(self, name: str) -> None:
        """Somebody of the school opens the link and presses its one button."""
        with self.app.app_context():
            token = token_for(Link(self.row(name).uid, day_of("Sun+3")))
        self.press("visitor", f"/confirm/{token}", {name: "confirm"}, sequence=self.row(name).sequence)

    def taught_figures(self, who: str, verb: str, name: str, **figures: Any) -> None:
        """Report, confirm or correct with figures of one's own."""
        page = "taught" if verb == "report" else "confirm"
        usual = {"manner": "taught", "form": "lecture", "minutes": 40, "pupils": 34, "note": "", "special": ""}
        classes = (
            {} if verb == "report" else {"classes": self.offered("classes", self.page(who, self.at(name, "/confirm")))}
        )
        known = {**usual, **classes, "sequence": self.row(name).sequence, **figures}
        self.press(who, self.at(name, f"/{page}/figures"), {name: verb}, **known)

    # What happens by itself

    def subscribe(self, *names: str) -> None:
        """Somebody makes a calendar address."""
        for name in names:
            html = self.browser(name).post("/calendar/feeds").get_data(as_text=True)
            self.feeds[name] = re.search(r"/calendar/[\w-]+\.ics", html)[0]

    def feed(self, name: str) -> tuple[bytes, Calendar]:
        """What a calendar program gets from an address."""
        answer = self.visitor().get(self.feeds[name])
        assert answer.status_code == 200
        return answer.data, Calendar.from_ical(answer.data)

    def work(self) -> None:
        """The worker does what is due, and the mail goes out although one in seven is not taken at first."""
        self.mailbox.then(failing_one_in(7))
        with self.app.app_context():
            jobs.run_due()
            while message_queries.waiting():
                db.session.rollback()
                message_jobs.send_due()
                self.clock.wait(3)
            unfinished = sa.select(jobs.Job.kind).where(jobs.Job.state == jobs.JobState.FAILED)
            assert not db.session.scalars(unfinished).all()
            db.session.remove()


def moment_of(said: str) -> str:
    """``Wed 08:00`` as a form sends it."""
    day, clock = said.split()
    return f"{day_of(day)}T{clock}"


def number_in(address: str) -> int:
    """The number of the lesson to whose page an answer leads."""
    return int(re.search(r"/lessons/(\d+)", address)[1])


def words_of(html: str) -> str:
    """The words of the alerts of a page, to be shown where a step failed."""
    text = re.sub(r"<[^>]+>", " ", html.partition("<main")[2])
    return re.sub(r"\s+", " ", text)[:600]
