"""Where work runs: one process, or several that end with it."""
