"""The tests: rules by tables, queries with noise, views by a real client, the story in a browser."""
