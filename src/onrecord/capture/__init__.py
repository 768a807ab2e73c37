"""How bytes come into the record: kept by digest, opened only behind a wall, taken in batch by batch."""
