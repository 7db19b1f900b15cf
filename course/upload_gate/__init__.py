"""The gate for uploaded files: a folder that runs as a process of its own, see ``__main__.py``."""
