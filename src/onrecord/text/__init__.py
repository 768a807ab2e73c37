"""Text without meaning: places of characters, sentences, names, dates, word lists."""
