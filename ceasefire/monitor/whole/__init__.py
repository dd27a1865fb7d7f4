"""The alerts of a whole data set at once: what is seen of its rows, and which of them stand."""
