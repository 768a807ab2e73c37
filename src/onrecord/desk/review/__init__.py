"""Findings before a person's eyes, one at a time."""
