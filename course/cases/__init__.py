"""What is taught: case templates and their versions, the law table, the deck made for a lesson."""
