"""A case as a file: its values, read line by line, written in one canonical form."""
