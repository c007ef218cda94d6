"""SQL of cases and tasks, next to the structs that it fills."""
