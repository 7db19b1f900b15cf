"""Templates translated once for all processes, and never two at once in one of them."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = "templates"  # Of the instance folder, which belongs to the application alone.


TRANSLATING = threading.Lock()


class Templates(Environment):
    """The application's templates: a process that has just started is asked for many pages at once.

    Python 3.11 loses count of how deep it is when two threads read source at once (``AST constructor recursion depth
    mismatch``), which was a page of ours that failed.
    """

    def compile(self, *given: Any, **named: Any) -> Any:
        """Translate a template when no other is being translated."""
        with TRANSLATING:
            return super().compile(*given, **named)


class KeptTemplates(FileSystemBytecodeCache):
    """Files beside each other, found by the name and the text of the template."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was kept; half a file is none."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, UnpicklingError, ValueError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a translated template; where nothing can be written, each process translates for itself."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init_app(app: Flask) -> None:
    """Keep the application's templates in its instance folder; the first to touch them."""
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    folder = Path(app.config["INSTANCE"]) / FOLDER
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = KeptTemplates(str(folder))
