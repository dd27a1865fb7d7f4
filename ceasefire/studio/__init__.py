"""A page on one's own machine where a rule file and its findings are seen side by side."""
