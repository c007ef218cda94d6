"""Structs and pure rules: windows of the day, opening hours, holidays, contact times, shifts."""
