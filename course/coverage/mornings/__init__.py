"""The mail of each morning: the day at a glance, what waits, reminders."""
