"""Live feeds: findings as reports come in, and patterns that several events together show."""
