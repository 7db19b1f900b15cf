"""Who and where: regions, stations, schools, classes, vice-principals, terms, bells, absences, themes."""
