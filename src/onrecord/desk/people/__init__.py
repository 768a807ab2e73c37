"""Accounts, teams, and who is in which."""
