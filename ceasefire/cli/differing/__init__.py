"""What differs between two rulebooks, in words and as files."""
