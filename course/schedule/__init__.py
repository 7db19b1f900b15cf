"""Who teaches when: lessons, their booking and changes, calendars."""
