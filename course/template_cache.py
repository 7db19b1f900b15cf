"""Templates translated once for all processes: one that has just started need not translate each page anew."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = "templates"  # Of the instance folder, which belongs to the application alone.


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
    """Keep the application's templates in its instance folder."""
    folder = Path(app.config["INSTANCE"]) / FOLDER
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = KeptTemplates(str(folder))
