"""The scenes of the lessons, a theme a file; each holds its own under the name SCENES."""
