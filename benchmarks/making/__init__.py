"""Makes what the engines are measured on: rule files, feeds, and the right answers."""
