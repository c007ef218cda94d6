"""Entry flows: pure shapes and rules. No database, no web."""
