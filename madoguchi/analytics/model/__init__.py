"""What is counted, over which times, and what the figures mean. Pure rules."""
