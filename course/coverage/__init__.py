"""Who has had what: the three figures, their drill-down, and each person's start page."""
