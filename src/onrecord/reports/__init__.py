"""What the record holds, shown so that a person can check it: on a page, in a terminal, as plain data."""
