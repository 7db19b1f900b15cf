"""The manual: a short one for each role in both languages, and what each figure means, with an example."""
