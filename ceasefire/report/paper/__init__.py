"""What a report looks like on paper: a template and a style sheet, made into PDF."""
