"""The only writers of cases and tasks."""
