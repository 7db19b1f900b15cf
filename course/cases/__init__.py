"""What is taught: case templates and their editor, the law table, the deck made for a lesson, a bureau's own designs.

Cases and the decks made of them lie here; writing a case is ``editor/``, the law table and what follows from a change
of it is ``laws/``, a bureau's own designs are ``masters/``.  All share the tables in ``models``.
"""
