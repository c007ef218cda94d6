"""The only writers of workflows."""
