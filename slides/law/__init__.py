"""The law table as plain values, and the language that texts cite laws in."""
