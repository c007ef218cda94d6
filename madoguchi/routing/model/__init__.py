"""The pure heart of routing: no database, no web, no clock of its own."""
