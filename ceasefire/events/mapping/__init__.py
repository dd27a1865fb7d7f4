"""Tables in columns of their own, read by a mapping that is a file of YAML."""
