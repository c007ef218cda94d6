"""The steps that build the database, one SQL file a room; Alembic runs them in the order of their numbers."""
