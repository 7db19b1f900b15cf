"""Appointments that end soon: notices, the list, the renewal."""
