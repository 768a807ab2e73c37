"""The nouns: frozen values that every room shares, with nothing but Python under them."""
