"""Files that a person saves: the right type, a name in any language, never opened inside the page."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response

FORBIDDEN = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')
LONGEST_NAME = 120


def attachment(content: bytes | str, name: str, content_type: str) -> Response:
    """An answer that the browser saves under ``name`` (RFC 6266, with the name also in UTF-8)."""
    clean = FORBIDDEN.sub("", name).strip(". ")[-LONGEST_NAME:] or "file"
    plain = clean.encode("ascii", "replace").decode().replace("?", "_")
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
