"""What all pages share: their frame, their style, their faults."""
