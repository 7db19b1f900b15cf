"""The solver: an instance in, a draft with its proofs out."""
