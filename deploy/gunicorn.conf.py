"""How gunicorn runs the application on a host of its own; asked for by course-web.service."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from typing import Any

from prometheus_client import multiprocess

wsgi_app = "app:create_app()"
# Taken over from course-web.socket where systemd holds it; this address otherwise.
bind = os.environ.get("COURSE_BIND", "127.0.0.1:8000")
# Two processes for each core, of two threads: more of them only fight for the interpreter, and that costs the most.
workers = int(os.environ.get("COURSE_WEB_PROCESSES", "4"))
# Threads, with answers in one piece: who is ended in the middle of one has sent nothing, and the next host is asked.
worker_class = "course.whole_answers.WholeAnswers"
threads = 2
# Each new process loads our code anew, so that a reload brings new code without a pause; libraries wait in the master.
preload_app = False
libraries = (
    *("flask_babel", "flask_bootstrap", "flask_limiter", "flask_mail", "flask_migrate", "flask_security", "flask_wtf"),
    *("flask_sqlalchemy", "sqlalchemy.dialects.postgresql", "psycopg", "redis", "huey", "prometheus_client"),
    *("betteroffice_pptx", "docx", "openpyxl", "pptx", "xlsxwriter", "PIL.ImageOps", "resvg_py", "fontTools.ttLib"),
    *("chinese_calendar", "icalendar", "markdown_it", "segno", "structlog", "webauthn"),
)
# A balancer opens a connection for each request: one that is kept can be closed under a form on its way.
keepalive = 0
# A page answers in a fraction of a second, an import of a county is judged within half a minute.
timeout = 60
# Less than the 30 seconds after which systemd ends what has not ended by itself.
graceful_timeout = 25
# What grows in months is given back each day.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Load the libraries once for all processes: one that takes the place of another is there in half the time."""
    for library in libraries:
        import_module(library)
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """The gauges of a process that has ended are not counted any more."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
