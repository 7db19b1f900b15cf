"""Case files: read, check and write them. As a command: python -m slides.case [--write] [--laws FILE] FILE..."""

import sys

from slides.casefile.reading import parse_case, read_case
from slides.casefile.values import Case, Item, Notes, Part, Slide, Words
from slides.casefile.writing import write_case
from slides.checks.form import check_form

__all__ = ["Case", "Item", "Notes", "Part", "Slide", "Words", "check_form", "parse_case", "read_case", "write_case"]

if __name__ == "__main__":
    from slides.command import check_files

    sys.exit(check_files(sys.argv[1:]))
