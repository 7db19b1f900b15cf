"""What is held about people: my data, erasing somebody, how long everything is kept."""
