"""What ``ceasefire test`` tells, in words and for programs."""
