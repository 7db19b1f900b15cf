"""A form that could not be taken at this moment: kept on the page that says so, where one button sends it again.

Going back is no help: our pages are not stored, so browsers load them anew, without what was filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class FormAgain:
    """Where a form goes, and what it says."""

    address: str
    fields: list[tuple[str, str]]


def form_again() -> FormAgain | None:
    """The form of this request with its key and its token; None where there is none, or it holds a file or a secret."""
    has_form = request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded"
    if not has_form or request.endpoint is None or request.blueprint == "security":
        return None
    fields = list(request.form.items(multi=True))
    if any("password" in name for name, _value in fields):
        return None
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return FormAgain(f"/{request.path.lstrip('/')}{query}", fields)
