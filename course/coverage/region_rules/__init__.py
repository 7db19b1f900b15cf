"""What a region asks for beyond the law, and what of it holds in the regions below."""
