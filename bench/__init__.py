"""Measurements, each one command: `make bench NAME=ani_lookup [SIZE=100k]` prints a table and writes its JSON."""
