"""SQL of supervision, next to the structs that it fills."""
