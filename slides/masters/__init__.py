"""The masters: .pptx files made by build.py from the layouts and looks, checked in."""
