"""Busy times of vice-principals: duty rosters and calendars that are sent in."""
