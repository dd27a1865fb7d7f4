"""What the soak feeds a monitor with, how it does so, and what the outcome is held against."""
