"""Repair: lessons whose vice-principal is called away, and the smallest change that keeps them."""
