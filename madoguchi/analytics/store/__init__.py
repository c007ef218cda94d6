"""SQL of the rows that reports are counted from, and of findings."""
