"""What an analyst writes: the rule file, its problems, and the resolved rulebook."""
