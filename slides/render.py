"""Draw decks. As a command: python -m slides.render FILE --stage STAGE --lang LANG --out FILE.pptx [--laws FILE]"""

import sys

from slides.pptx.deck_file import draw

__all__ = ["draw"]

if __name__ == "__main__":
    from slides.command import build_file

    sys.exit(build_file(sys.argv[1:]))
