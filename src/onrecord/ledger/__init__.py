"""The memory: an append-only ledger of captures and documents in which each entry seals the one before."""
