"""Lesson decks: a case template and plain data in, .pptx bytes out. No Flask, no database, no clock."""
