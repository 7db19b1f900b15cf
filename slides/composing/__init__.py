"""From a case to pages: which layout, which text in which slot, at which size."""
