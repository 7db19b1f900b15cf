"""The last step of every file: one zip with fixed dates and order, so that equal parts give equal bytes."""

import io
import re
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
STORED = (".png", ".jpeg", ".jpg", ".xlsx")
FIXED_DATE = b"2020-01-01T00:00:00Z"


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts in a fixed order with fixed dates; pictures and workbooks are already compressed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=_rank):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 0
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return memory.getvalue()


def _rank(name: str) -> tuple[int, str]:
    return (0 if name == "[Content_Types].xml" else 1 if name == "_rels/.rels" else 2, name)


def unzip_parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def same_workbook(data: bytes) -> bytes:
    """Give a workbook without the moment it was made."""
    parts = unzip_parts(data)
    core = parts.get("docProps/core.xml", b"")
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED_DATE, core)
    return zip_parts({name: blob for name, blob in parts.items() if blob})
