"""A picture shows what its table says, and nothing that the table does not."""
