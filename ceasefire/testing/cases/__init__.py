"""Cases beside the rules: events, and what a rulebook should find of them."""
