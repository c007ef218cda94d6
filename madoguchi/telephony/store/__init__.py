"""SQL of telephony, next to the structs that it fills."""
