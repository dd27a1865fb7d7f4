"""Runs the measurements, and tells what came out."""
