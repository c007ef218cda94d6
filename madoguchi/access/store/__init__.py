"""SQL of this room, a file a table."""
