"""A brief, a letter, a press statement, a scorecard leave the house; every sentence of them shows its source."""
