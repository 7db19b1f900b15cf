"""Waiting lists for a period that is taken: who waits, who is asked when it comes free."""
