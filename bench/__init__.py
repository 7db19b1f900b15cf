"""What must be fast, measured: ``python -m bench [import] [race] [pages] [decks] [--quick]`` prints one table.

Each line says what was done, on which database, what came out (medians) and what was asked for.
Nothing here is a test: a slow machine makes slow figures and no failure.
"""
