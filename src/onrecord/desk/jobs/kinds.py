"""Every kind of job that the desk knows, by its name."""
