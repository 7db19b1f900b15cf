"""The application: one folder a feature, flat, and features import only what stands before them.

The order is access (who may do what) → roster (who and where) → ledger (the roster as files) →
cases (what is taught) → schedule (who teaches when) → planning (the term's plan) → delivery (what
happened) → coverage (who has had what) → duties (what it adds up to, and what is done beside
teaching) → reports (what is handed in) → sharing (what other programs read and are told) → privacy
(what is held about people) → manual (what explains it).  Every feature folder uses the same file names, and
a file exists only when it has something in it: models, forms, rules, queries, actions, views,
commands.
The modules beside this one serve all features; ``tests/test_house.py`` keeps the order.

The import and export of the roster is a feature of its own, ``ledger``: it is larger than the rows
it carries, and the pages of schools and people need nothing of it.  Themes live in ``roster`` and
not in ``cases``: they are rows of the ledger that a bureau imports, and a vice-principal's row names
the themes that person teaches.
"""

import gc

# Loading makes a million objects that stay, and a page some thousands that go at once: looking for circles among them
# after every seven hundred takes a fifth of the start.
gc.set_threshold(10_000, 10, 10)
