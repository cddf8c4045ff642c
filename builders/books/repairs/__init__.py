"""Repairs: each a function that proposes edits to a whole book's text, one family a module."""
