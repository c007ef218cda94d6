"""SQL of the room, and rows to structs."""
