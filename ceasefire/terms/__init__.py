"""The vocabulary: kinds, names, times and areas, with no knowledge of any rulebook."""
