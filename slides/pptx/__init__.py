"""From pages to the bytes of a .pptx file: slides, texts, tables, charts, pictures."""
