"""Reading a plan: by school, by person, by week, as a map; taking it away as a file."""
