"""How gunicorn runs the application on a host of its own; asked for by course-web.service."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import multiprocess

from course import new_code

wsgi_app = "app:create_app()"
# Taken over from course-web.socket where systemd holds it; this address otherwise.
bind = os.environ.get("COURSE_BIND", "127.0.0.1:8000")
# Two processes for each core, of two threads: more of them only fight for the interpreter, and that costs the most.
workers = int(os.environ.get("COURSE_WEB_PROCESSES", "4"))
# Threads, with answers in one piece: who is ended in the middle of one has sent nothing, and the next host is asked.
worker_class = "course.whole_answers.WholeAnswers"
threads = 2
# Loaded once, in the master: a process that takes the place of another is a copy, and there at once.
preload_app = True
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


def on_reload(server: Any) -> None:
    """There is new code: the master loads it in its own place."""
    new_code.take_over(server)


def when_ready(server: Any) -> None:
    """The master has loaded the code and makes its processes now; those of the code before may go."""
    new_code.dismiss_those_before()


def child_exit(server: Any, worker: Any) -> None:
    """The gauges of a process that has ended are not counted any more."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
