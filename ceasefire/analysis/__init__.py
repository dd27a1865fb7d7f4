"""What can be said of a rulebook itself, exactly: over every event there could be."""
