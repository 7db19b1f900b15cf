"""The outbox: each message goes out once, however the mail server, the worker and the clock behave."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from course.access import message_actions, message_jobs, notice_actions
from course.access.message_rules import LONGEST_PAUSE, MOST_TRIES, pause_after
from course.access.models import Channel, Message, MessageState, Role
from course.access.topics import TOPICS, Topic, topic_of, wants
from course.db import db, one_transaction
from tests import mail_server, make, services
from tests.conftest import both_databases
from tests.dripping_server import dripping
from tests.mail_server import HANG, NO_SUCH_BOX, NOT_NOW, RESET, TAKEN_THEN_RESET, Mailbox

FACTS = {"title_zh": "一块橡皮的事", "title_en": "About a rubber", "decks": 1, "reasons": []}
DAY = timedelta(days=1)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = make.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server of the application's own."""
    box = Mailbox()
    with mail_server.serving(box, services.free_port()) as address:
        app.config["MAIL_URL"] = address
        yield box
    app.config["MAIL_URL"] = ""


def tell(user_id: int, key: str = "a", **given: Any) -> None:
    told = {"kind": "deck.superseded", "facts": FACTS, "address": "/cases/sample", **given}
    notice_actions.notify(user_id, key=key, now=make.NOW, **told)
    db.session.commit()


def standing() -> list[tuple[str, int]]:
    """Where each message stands, and how often it was tried."""
    db.session.rollback()
    rows = db.session.execute(sa.select(Message.state, Message.tries).order_by(Message.id))
    return [(state.value, tries) for state, tries in rows]


def send_all(clock: Clock) -> None:
    """Let the worker look whenever something is due, until nothing waits."""
    due = sa.select(sa.func.min(Message.due_at)).where(Message.state == MessageState.WAITING)
    while (moment := db.session.scalar(due)) is not None:
        clock.now = max(clock.now, moment.replace(tzinfo=UTC))
        message_jobs.send_due(clock)


@both_databases
def test_a_notice_is_sent_once(data: None, mailbox: Mailbox, clock: Clock) -> None:
    user = make.user(Role.ADMIN, name="王立新")
    tell(user.id)
    tell(user.id)
    assert message_jobs.send_due(clock) == 1
    assert message_jobs.send_due(clock) == 0
    (message,) = mailbox.messages()
    assert mailbox.recipients == [[user.email]]
    assert message["Subject"].startswith("【法治课】")
    assert "一块橡皮的事" in message.get_body(("plain",)).get_content()
    assert "http://127.0.0.1:8000/cases/sample" in message.get_body(("html",)).get_content()
    assert "/account/notices" in message.get_body(("plain",)).get_content()
    assert standing() == [("sent", 1)]


@both_databases
def test_each_of_many_is_sent_once_where_one_in_five_fails(data: None, mailbox: Mailbox, clock: Clock) -> None:
    user = make.user(Role.ADMIN)
    for number in range(60):
        tell(user.id, f"k{number}")
    mailbox.then(mail_server.failing_one_in(5))
    send_all(clock)
    assert len(mailbox.numbers()) == 60
    assert set(mailbox.numbers().values()) == {1}
    assert mailbox.asked[NOT_NOW] and mailbox.asked[RESET]
    assert {state for state, _ in standing()} == {"sent"}


def test_what_was_taken_before_the_line_broke_comes_again_under_its_own_number(
    data: None, mailbox: Mailbox, clock: Clock
) -> None:
    tell(make.user(Role.ADMIN).id)
    mailbox.then([TAKEN_THEN_RESET])
    send_all(clock)
    assert list(mailbox.numbers().values()) == [2]
    assert standing() == [("sent", 2)]


def test_a_worker_that_dies_after_the_mail_was_taken_sends_it_again_under_its_own_number(
    data: None, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(make.user(Role.ADMIN).id)

    def die(*given: Any, **more: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(message_actions, "mark_sent", die)
        with pytest.raises(SystemExit):
            message_jobs.send_due(clock)
    assert message_jobs.send_due(clock) == 0, "the lease of the dead worker still holds"
    clock.now += timedelta(minutes=11)
    assert message_jobs.send_due(clock) == 1
    assert list(mailbox.numbers().values()) == [2]


def test_mail_that_hangs_is_tried_again(
    data: None, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(make.user(Role.ADMIN).id)
    mailbox.then([HANG])
    mailbox.seconds = 2
    monkeypatch.setattr("course.mail.SECONDS", 0.3)
    assert message_jobs.send_due(clock) == 0
    assert standing() == [("waiting", 1)]
    send_all(clock)
    assert standing() == [("sent", 2)]


@pytest.mark.parametrize("where", [b"", b"EHLO", b"MAIL", b"DATA", b".", b"QUIT"])
def test_a_server_that_says_one_byte_at_a_time_keeps_nobody(
    app: Flask, data: None, clock: Clock, monkeypatch: pytest.MonkeyPatch, where: bytes
) -> None:
    monkeypatch.setattr("course.mail.TALK_SECONDS", 0.5)
    monkeypatch.setattr("course.mail.SECONDS", 0.5)
    monkeypatch.setattr("course.access.message_jobs.SWEEP_SECONDS", 0.1)
    tell(make.user(Role.ADMIN).id)
    with dripping(where) as port:
        app.config["MAIL_URL"], began = f"smtp://127.0.0.1:{port}", time.monotonic()
        assert message_jobs.send_due(clock) == (where == b"QUIT")
        assert time.monotonic() - began < 4
    app.config["MAIL_URL"] = ""
    assert standing() == [("sent" if where == b"QUIT" else "waiting", 1)]


def test_a_mail_server_that_is_down_for_an_hour_loses_nothing(app: Flask, data: None, clock: Clock) -> None:
    port, box = services.free_port(), Mailbox()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    user = make.user(Role.ADMIN)
    for number in range(20):
        tell(user.id, f"k{number}")
    for _ in range(60):
        message_jobs.send_due(clock)
        clock.now += timedelta(minutes=1)
    assert {state for state, _ in standing()} == {"waiting"}
    assert sum(tries for _, tries in standing()) <= 60, "one message knocks for all"
    with mail_server.serving(box, port):
        message_jobs.send_due(clock)
        assert len(box.raw) >= 10, "nobody waits longer because others knocked"
        send_all(clock)
    app.config["MAIL_URL"] = ""
    assert len(box.numbers()) == 20 and set(box.numbers().values()) == {1}


def test_an_address_that_is_refused_for_good_is_not_tried_again(data: None, mailbox: Mailbox, clock: Clock) -> None:
    tell(make.user(Role.ADMIN).id)
    mailbox.then([NO_SUCH_BOX])
    message_jobs.send_due(clock)
    assert standing() == [("failed", 1)]
    assert "550" in db.session.scalar(sa.select(Message.error))


def test_what_never_arrives_is_given_up_after_days_and_can_be_sent_again(
    data: None, mailbox: Mailbox, clock: Clock
) -> None:
    tell(make.user(Role.ADMIN).id)
    mailbox.then([NOT_NOW] * MOST_TRIES)
    send_all(clock)
    assert standing() == [("failed", MOST_TRIES)]
    message = db.session.scalars(sa.select(Message)).one()
    message_actions.send_again([message], now=clock.now)
    db.session.commit()
    message_jobs.send_due(clock)
    assert standing() == [("sent", 1)]


def test_pauses_grow_from_a_minute_to_six_hours_and_end_after_a_weekend() -> None:
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES)]
    assert pauses[0] == timedelta(minutes=1) and pauses[-1] == LONGEST_PAUSE
    assert pauses == sorted(pauses)
    assert timedelta(hours=62) < sum(pauses, timedelta()) < timedelta(days=4)
    assert pause_after(MOST_TRIES) is None


@both_databases
def test_two_workers_never_take_the_same_message(data: None) -> None:
    user = make.user(Role.ADMIN)
    tell(user.id, "a")
    tell(user.id, "b")
    turns = []
    for _ in range(3):
        with one_transaction():
            turns.append(message_actions.take_next(Channel.MAIL, make.NOW))
    assert {turn.message_id for turn in turns if turn} == {1, 2}
    assert turns[2] is None


def test_a_late_worker_does_not_undo_what_its_successor_did(data: None) -> None:
    tell(make.user(Role.ADMIN).id)
    with one_transaction():
        late = message_actions.take_next(Channel.MAIL, make.NOW)
    with one_transaction():
        message_actions.mark_sent(message_actions.take_next(Channel.MAIL, make.NOW + DAY), now=make.NOW)
    with one_transaction():
        message_actions.mark_not_taken(late, "too late", now=make.NOW)
    assert standing() == [("sent", 2)]


def test_a_calendar_entry_waits_for_the_one_before_it(data: None, mailbox: Mailbox, clock: Clock) -> None:
    user, other = make.user(Role.ADMIN), make.user(Role.ADMIN)
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    given = {"address": "/lessons/1", "attachment": calendar}
    tell(user.id, "first", **given)
    mailbox.then([NOT_NOW])
    message_jobs.send_due(clock)
    tell(user.id, "second", **given | {"attachment": calendar.replace("REQUEST", "CANCEL")})
    tell(other.id, "second", **given)
    assert message_jobs.send_due(clock) == 1, "nobody else waits for it"
    clock.now += timedelta(minutes=2)
    assert message_jobs.send_due(clock) == 2
    mine = [message for message in mailbox.messages() if user.email in message["To"]]
    parts = [part for message in mine for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL"]
    assert parts[0].get_payload(decode=True) == calendar.encode(), "line ends stay as calendars want them"


@pytest.mark.parametrize(
    "email", ["a@example.com,b@example.com", "a@[127.0.0.1]", "a b@example.com", "a@b\nBcc: c@d.e"]
)
def test_anything_but_one_address_is_refused(data: None, mailbox: Mailbox, clock: Clock, email: str) -> None:
    tell(make.user(Role.ADMIN, email=email).id)
    message_jobs.send_due(clock)
    assert standing() == [("failed", 1)] and not mailbox.raw


def test_no_word_leaves_its_header(data: None, mailbox: Mailbox, clock: Clock) -> None:
    evil = "王\r\nBcc: thief@example.com\u2028X-Evil: 1\x00"
    user = make.user(Role.ADMIN, name=evil, email="li@例子.中国")
    tell(user.id, facts=FACTS | {"title_zh": evil * 30})
    message_jobs.send_due(clock)
    (message,) = mailbox.messages()
    assert message["Bcc"] is None and message["X-Evil"] is None
    assert mailbox.recipients == [["li@xn--fsqu00a.xn--fiqs8s"]]
    assert len(message["Subject"]) <= 200


def test_a_message_names_its_lesson_and_where_to_choose(
    app: Flask, data: None, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Too long for a line of 78: what is one word must not be broken or encoded.
    monkeypatch.setitem(app.config, "BASE_URL", f"https://{'courses.' * 12}gov.cn")
    mine, other = make.user(Role.ADMIN), make.user(Role.ADMIN)
    for user, key, facts in ((mine, "a", {"lesson": 1}), (mine, "b", {"lesson": 1}), (other, "a", {"lesson": 1})):
        tell(user.id, key=key, facts=FACTS | facts)
    tell(mine.id, key="c", facts=FACTS | {"lesson": 2})
    tell(mine.id, key="d")
    message_jobs.send_due(clock)
    first, second, of_other, of_next, alone = mailbox.messages()
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert len({one["References"] for one in (first, of_other, of_next)}) == 3 and alone["References"] is None
    assert b"\r\nReferences: <" in mailbox.raw[0] and b".gov.cn>\r\n" in mailbox.raw[0]
    assert f"\r\nList-Unsubscribe: <{app.config['BASE_URL']}/account/notices>\r\n".encode() in mailbox.raw[0]


def test_without_a_mail_server_each_message_is_one_file(app: Flask, data: None, clock: Clock) -> None:
    tell(make.user(Role.ADMIN).id)
    message_jobs.send_due(clock)
    files = list(Path(app.config["INSTANCE"], "outbox").glob("*"))
    assert [file.suffix for file in files] == [".eml"]
    files[0].unlink()
    assert standing() == [("sent", 1)]


@pytest.mark.parametrize("url", ["http://example.com", "smtp://", "smtp://a:b@mail.example.com", "nonsense"])
def test_wrong_settings_let_the_messages_wait(app: Flask, data: None, clock: Clock, url: str) -> None:
    app.config["MAIL_URL"] = url
    tell(make.user(Role.ADMIN).id)
    assert message_jobs.send_due(clock) == 0
    app.config["MAIL_URL"] = ""
    assert standing() == [("waiting", 0)]


def test_a_message_in_the_readers_language(data: None, mailbox: Mailbox, clock: Clock) -> None:
    for locale in ("en", "zh_Hans_CN", "en"):
        tell(make.user(Role.ADMIN, locale=locale).id)
    message_jobs.send_due(clock)
    subjects = [message["Subject"] for message in mailbox.messages()]
    assert [subject.startswith("[Law lessons]") for subject in subjects] == [True, False, True]


def test_who_does_not_want_it_or_is_gone_gets_nothing(data: None, mailbox: Mailbox, clock: Clock) -> None:
    tell(make.user(Role.ADMIN, preferences={"mail": {"laws": False}}).id)
    tell(make.user(Role.ADMIN, active=False).id)
    closed = make.user(Role.ADMIN)
    tell(closed.id)
    closed.active = False
    db.session.commit()
    message_jobs.send_due(clock)
    assert not mailbox.raw
    assert db.session.scalar(sa.select(Message.state)) is MessageState.FAILED


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("lesson.requested", Topic.REQUESTS),
        ("lesson.moved", Topic.CHANGES),
        ("lesson.own_calendar", Topic.OWN_CALENDAR),
        ("lesson.confirmed", Topic.CONFIRMED),
        ("plan.published_school", Topic.CHANGES),
        ("deck.superseded", Topic.LAWS),
        ("case_approved", Topic.CASES),
        ("something.new", Topic.OTHER),
    ],
)
def test_kinds_belong_to_topics(kind: str, topic: Topic) -> None:
    assert topic_of(kind) is topic


def test_what_is_usual_and_what_was_chosen() -> None:
    assert wants({}, Channel.MAIL, Topic.CHANGES) and wants({}, Channel.WEBHOOK, Topic.CHANGES)
    assert not wants({}, Channel.MAIL, Topic.CONFIRMED) and not wants({}, Channel.WEBHOOK, Topic.DIGEST)
    assert wants({"mail": {"confirmed": True}}, Channel.MAIL, Topic.CONFIRMED)
    assert not wants({"mail": {"changes": False}}, Channel.MAIL, Topic.CHANGES)
    assert wants({"mail": "junk"}, Channel.MAIL, Topic.CHANGES)
    assert all(Topic.OTHER in topics for topics in TOPICS.values())


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    began = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(began - DAY)
        .not_valid_after(began + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "mail.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
    """Lets in whoever knows the password."""
    return AuthResult(success=(given.login, given.password) == (b"course", b"p@ss:word"))


def test_a_password_goes_through_tls_to_a_server_that_is_known(
    app: Flask, data: None, clock: Clock, certificate: ssl.SSLContext
) -> None:
    port, box = services.free_port(), Mailbox()
    given = {"tls_context": certificate, "require_starttls": True, "authenticator": authenticator}
    tell(make.user(Role.ADMIN).id)
    with mail_server.serving(box, port, auth_required=True, **given):
        for password, taken in (("wrong", 0), ("p%40ss%3Aword", 1)):
            app.config["MAIL_URL"] = f"smtp://course:{password}@localhost:{port}/?starttls"
            assert message_jobs.send_due(clock) == taken
            clock.now += DAY
    app.config["MAIL_URL"] = ""
    assert len(box.raw) == 1


def test_a_server_that_shows_somebody_elses_certificate_gets_nothing(
    app: Flask, data: None, clock: Clock, certificate: ssl.SSLContext
) -> None:
    port, box = services.free_port(), Mailbox()
    tell(make.user(Role.ADMIN).id)
    with mail_server.serving(box, port, tls_context=certificate):
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}/?starttls"
        assert message_jobs.send_due(clock) == 0
    app.config["MAIL_URL"] = ""
    assert standing() == [("waiting", 1)] and not box.raw
