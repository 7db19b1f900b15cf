"""Text documents: they are what their name says, hold no macros, and declare nothing."""

from __future__ import annotations

from typing import IO

from archive import Entry, Most, contents, markup, refuse_other_documents

MAIN_PART = "word/document.xml"


def judge_document(file: IO[bytes], entries: list[Entry], most: Most) -> None:
    """Refuse what is called a text document and is none; every part is read and judged on the way."""
    refuse_other_documents([entry.name for entry in entries], "docx", MAIN_PART)
    for entry in entries:
        read = markup if entry.name.casefold().endswith((".xml", ".rels", ".vml")) else contents
        for _ in read(file, entry, most):
            pass
