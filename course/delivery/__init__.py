"""What happened: the delivery of a lesson and the school's confirmation of it."""
