"""Schools that change: a new name, an end, a merger, a split."""
