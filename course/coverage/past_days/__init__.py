"""Figures of a day that has passed: what was known then, beside what is known now."""
