"""Workers of the outbox as processes of their own, for tests that kill them and for the benchmark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from course.access import notice_actions
from course.access.models import Message, MessageState, Role
from course.db import db
from tests import make

ROOT = Path(__file__).resolve().parent.parent
FACTS = {"title_zh": "一块橡皮的事", "title_en": "About a rubber", "decks": 1, "reasons": []}
# Sends until nothing waits; the pauses after a failure are shortened, so that nobody waits for minutes.
WORKER = """
import sys, time
from datetime import timedelta
from pathlib import Path
from app import create_app
from course.access import message_actions, message_jobs, message_queries, message_rules
from course.db import db
from tests.conftest import settings_for_tests

folder, mail, database, stay = sys.argv[1:]
message_rules.FIRST_PAUSE = message_rules.LONGEST_PAUSE = timedelta(seconds=0.3)

def then_stay(*given, **named):
    print("here", flush=True)
    time.sleep(600)

if stay:
    message_actions.mark_sent = then_stay
app = create_app(**settings_for_tests(Path(folder)), MAIL_URL=mail, **({"DATABASE_URL": database} if database else {}))
with app.app_context():
    while message_queries.waiting():
        db.session.rollback()
        message_jobs.send_due()
        time.sleep(0.05)
"""


def fill(number: int) -> None:
    """So many notices for one administrator, each a message."""
    user = make.user(Role.ADMIN)
    for at in range(number):
        notice_actions.notify(user.id, kind="deck.superseded", key=f"k{at}", facts=FACTS, now=make.NOW)
    db.session.commit()


def worker(folder: Path, mail: str, database: str, stay: str = "") -> subprocess.Popen[str]:
    """A worker that sends until nothing waits; with ``stay`` it stops after the first mail and says so."""
    command = [sys.executable, "-c", WORKER, str(folder), mail, database, stay]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)


def states() -> dict[str, int]:
    """How many messages stand where."""
    db.session.rollback()
    counted = sa.select(Message.state, sa.func.count()).group_by(Message.state)
    return {MessageState(state).value: number for state, number in db.session.execute(counted)}
