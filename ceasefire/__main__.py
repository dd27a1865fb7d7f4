"""Lets ``python -m ceasefire`` be the command line."""

from ceasefire.cli import main

if __name__ == "__main__":
    main()
