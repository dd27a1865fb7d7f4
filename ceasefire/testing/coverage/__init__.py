"""What of a rulebook its cases show: which tests were seen to matter, true and false."""
