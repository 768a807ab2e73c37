"""The codebook in code: how far an ask was raised, how it was answered, through which channel."""
