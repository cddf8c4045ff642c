"""What passes between the rooms: records, their schemas, located errors and safe files.

This room imports nothing of the project; every other room may import it.
"""
