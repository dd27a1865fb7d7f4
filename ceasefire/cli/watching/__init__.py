"""What ``ceasefire watch`` is made of: lines in, a monitor, lines out."""
