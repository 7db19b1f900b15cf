"""The log: one JSON line an answer, with a number that the error page shows; never a secret."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

LONGEST_TEXT = 512
# Of a trace the beginning and the end are what helps; in between it may quote a whole file.
LONGEST_TRACE, TRACES = 8 * 1024, {"exception", "trace"}
# What begins a new line, or steers a terminal, where a line of the log is read.
STEERING = re.compile("[\x7f-\x9f\u2028\u2029]")
ANSWERS = Counter("course_answers_total", "Answers by status", ["status"])
SECONDS = Histogram("course_answer_seconds", "Seconds to an answer", ["endpoint"])
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Write JSON lines to the standard error output, and time every answer."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            shorten,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(),
    )
    app.before_request(start_clock)
    app.after_request(write_line)


def shorten(logger: Any, method: str, line: dict[str, Any]) -> dict[str, Any]:
    """Cut every text of a line; signs below a blank are written as their numbers by JSON."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = STEERING.sub("?", shortened(value, LONGEST_TRACE if name in TRACES else LONGEST_TEXT))
    return line


def shortened(text: str, most: int) -> str:
    """The beginning and the end of a long text."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def start_clock() -> None:
    """Remember when the request came in, and give it a number."""
    g.started = time.perf_counter()
    g.request_number = uuid.uuid4().hex[:12]


def write_line(response: Response) -> Response:
    """Log the endpoint and not the address: addresses may hold tokens."""
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    ANSWERS.labels(response.status_code).inc()
    SECONDS.labels(request.endpoint or "none").observe(seconds)
    if response.status_code >= 500:
        log.warning("answer", number=g.get("request_number"), endpoint=request.endpoint, status=response.status_code)
    return response


def log_crash(error: Exception) -> str:
    """Log what went wrong and return the number under which it is found."""
    number = g.get("request_number", "-")
    log.error("crash", number=number, endpoint=request.endpoint, error=repr(error)[:LONGEST_TEXT], exc_info=error)
    return number
