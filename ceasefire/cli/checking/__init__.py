"""How ``ceasefire check`` writes what it found, and mends what is mechanical."""
