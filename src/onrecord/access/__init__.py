"""Who may see, judge and publish what: one table, and whatever it does not allow is refused."""
