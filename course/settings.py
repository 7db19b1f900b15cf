"""Every setting of the application: one line each, overridden by ``COURSE_*`` and by tests."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, Any] = {
    "INSTANCE": str(ROOT / "instance"),  # where the database, keys, uploads and outbox live by default
    "DATABASE_URL": "",  # empty: SQLite in the instance folder
    "REDIS_URL": "",  # empty: jobs in a SQLite file, rate limits in each process
    "SECRET_KEY": "",  # empty: made once and kept in the instance folder, mode 0600
    "DATA_KEY": "",  # empty: made once beside it; encrypts telephone numbers
    "BASE_URL": "http://127.0.0.1:8000",  # printed in links and QR codes; never taken from the request
    "MAIL_URL": "",  # smtp://user:password@host:587/?starttls or smtps://…; empty: outbox/*.eml in the instance folder
    "MAIL_FROM": "",  # the sender's address; empty: course@ and the host of BASE_URL
    "WEBHOOK_URL": "",  # https://…: a gateway to telephones (text messages, WeChat Work); empty: none
    "WEBHOOK_SECRET": "",  # signs what goes to the gateway; nothing goes there without it
    "WEBHOOKS_TO_PRIVATE": "",  # private networks that events may be posted to, such as 10.0.0.0/8; empty: none
    "OIDC_ISSUER": "",  # https://…: the OpenID Connect server of a single sign-on; empty: none
    "OIDC_CLIENT_ID": "",  # what that server calls this installation
    "OIDC_CLIENT_SECRET": "",  # and the secret that it gave
    "UPLOADS": "",  # empty: the uploads folder of the instance folder
    "TIMEZONE": "Asia/Shanghai",  # the schools' wall clock
    "DEFAULT_LOCALE": "zh_Hans_CN",  # what a visitor sees before choosing
    "YEAR_STARTS": "09-01",  # first day of the year in which the four hours are owed
    "METRICS_TOKEN": "",  # empty: /metrics answers the loopback only
    "PROXIES": "0",  # how many proxies in front may set X-Forwarded-*
    "UPLOAD_MEGABYTES": "64",  # the largest file that a browser may send
}

SQLITE_BUSY_MILLISECONDS = 15_000
# A line to Redis begins with our own first word: four of greeting would each take as long on a slow one.
REDIS_GREETING: dict[str, Any] = {"protocol": 2, "driver_info": None}
# Seconds for a word of Redis while somebody waits for a page; then each process counts for itself for a while.
REDIS_PATIENCE = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5} | REDIS_GREETING
STATIC_KEPT = timedelta(days=365)  # their addresses change with them
SESSION_IDLE = timedelta(minutes=30)
SESSION_LONGEST = timedelta(hours=12)


def load(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Flask's configuration: the defaults, then ``COURSE_*``, then ``overrides`` (same names)."""
    given = {key: os.environ.get(f"COURSE_{key}", default) for key, default in DEFAULTS.items()}
    extra = dict(overrides or {})
    given.update({key: extra.pop(key) for key in list(extra) if key in DEFAULTS})
    instance = Path(given["INSTANCE"])
    instance.mkdir(parents=True, exist_ok=True)
    given["SECRET_KEY"] = given["SECRET_KEY"] or kept_secret(instance / "secret.key")
    given["DATA_KEY"] = given["DATA_KEY"] or kept_secret(instance / "data.key")
    given["UPLOADS"] = given["UPLOADS"] or str(instance / "uploads")
    given["YEAR_STARTS"] = first_day(given["YEAR_STARTS"])
    given["SQLALCHEMY_DATABASE_URI"] = given["DATABASE_URL"] or f"sqlite:///{instance / 'course.db'}"
    return {**given, **flask_settings(given), **extra}


def first_day(text: str) -> str:
    """The first day of each year as ``MM-DD``, also where it was written 9-1; 29 February is not in every year."""
    try:
        return f"{datetime.strptime(f'2001-{text.strip()}', '%Y-%m-%d'):%m-%d}"
    except ValueError:
        raise ValueError(f"COURSE_YEAR_STARTS={text}: write a day of every year as MM-DD, such as 09-01") from None


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made on first use and readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def flask_settings(given: dict[str, Any]) -> dict[str, Any]:
    """What Flask and its extensions want to hear, derived from our own settings."""
    secure = given["BASE_URL"].startswith("https://")
    return {
        "MAX_CONTENT_LENGTH": int(given["UPLOAD_MEGABYTES"]) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "SESSION_COOKIE_NAME": "__Host-course" if secure else "course",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": SESSION_LONGEST,
        "BABEL_DEFAULT_LOCALE": given["DEFAULT_LOCALE"],
        "BABEL_DEFAULT_TIMEZONE": given["TIMEZONE"],
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "course" / "translations"),
        "SEND_FILE_MAX_AGE_DEFAULT": STATIC_KEPT,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": given["REDIS_URL"] or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": REDIS_PATIENCE if given["REDIS_URL"] else {},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_SWALLOW_ERRORS": False,
    }
