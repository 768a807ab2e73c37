"""The captured documents, searched and read."""
