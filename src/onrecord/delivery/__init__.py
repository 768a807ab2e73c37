"""A message is sent once, to those who asked for it, and what did not arrive is told and tried again."""
