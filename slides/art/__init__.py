"""Original flat pictures for lesson decks, composed by code from a small kit of symbols."""
