"""What a plan leaves out: why, what proves it, what would help; and the polishing of one component."""
