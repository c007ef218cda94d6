"""What cases and tasks are, and their rules. Pure."""
