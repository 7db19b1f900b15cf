"""Asking for a lesson: theme, classes, a free period; by wish, as a series, or what is offered instead."""
