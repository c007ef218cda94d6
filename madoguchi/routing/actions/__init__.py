"""The only writers of routing."""
