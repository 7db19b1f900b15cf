"""What is taught: case templates and their editor, the law table, the deck made for a lesson, a bureau's own designs.

Four things live here, told apart by the names of their files: **cases** (``views``, ``draft_*``, ``editor_*``,
``card_*``, ``version_*``, ``import_*``, ``comparison``), **laws** (``law_*``, and ``recall_*`` for the decks that a
change of law calls back), **decks** (``decks``, ``deck_pictures``, ``reading*``, ``handing_out``, ``sheet``,
``contact_views``), and **masters** (``master_*``, ``design_choice``).  They share the tables in ``models``.
"""
