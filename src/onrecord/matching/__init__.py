"""Where in a document an ask may be touched: names and terms first, then what they stand near."""
