"""Open to other programs: an address for reading, and messages to programs that want to know what happened."""
