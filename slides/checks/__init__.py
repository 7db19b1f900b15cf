"""What can be wrong with a case: its form, its texts, its lesson, what it says about laws."""
