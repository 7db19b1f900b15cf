"""A bureau's own master: an uploaded .pptx read, cleaned, written anew, and dressed as a design of ours.

rebuilt (in a process of its own) makes a clean package of an uploaded file, read_base reads it, dressed makes a
design of it for a stage, proposed says which of its layouts suits which kind of slide.
"""
