"""What is fed with anything at all: one function of bytes for each way in."""
