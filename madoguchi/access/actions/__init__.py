"""The only writers of this room, a file a noun."""
