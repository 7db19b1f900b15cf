"""What a case may not tell of a person."""
