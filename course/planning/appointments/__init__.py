"""Who serves which school: the proposal, why, its letters and the notice board."""
