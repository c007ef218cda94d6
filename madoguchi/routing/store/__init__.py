"""SQL of routing, next to the structs that it fills."""
