"""Persons on whose behalf something is asked, and what protects them."""
