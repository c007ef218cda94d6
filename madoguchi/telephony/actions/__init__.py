"""The only writers: calls as they arrive and end, legs as they move, what agents and flows wish, numbers and trunks."""
