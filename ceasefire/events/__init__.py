"""What a feed reports: events, and readers for the formats they come in."""
