"""The desk for programs."""
