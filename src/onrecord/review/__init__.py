"""A machine's finding is a proposal; what persons make of it, and how far they agree, follows plain rules."""
