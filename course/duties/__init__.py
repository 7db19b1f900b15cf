"""What the teaching adds up to, and what is done beside it: the legal life of classes, the other duties, reports."""
