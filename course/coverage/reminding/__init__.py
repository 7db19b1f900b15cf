"""Lessons that wait too long for a word: the offices see each, and remind those who owe it with one tap."""
