"""Lessons in calendars: on a page, as a feed, as an invitation, as a sheet to pin up."""
