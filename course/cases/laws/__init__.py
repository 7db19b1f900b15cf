"""The law table: official texts as dated versions, what changed between them, and decks recalled because of it."""
