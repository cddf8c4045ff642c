"""Readers of file formats: bytes to pages of text, nothing else."""
