"""SQL of connections, cards and what is owed, next to the structs that it fills."""
