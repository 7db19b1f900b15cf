"""Pages as pictures: as SVG without an office suite, as thumbnails, as PDF, as the ground behind a text."""
