"""One step of the chain is one SQL file, sent as it is written."""

from pathlib import Path

from alembic import op


def run(name: str) -> None:
    """Run `sql/<name>.sql` inside the migration's transaction."""
    text = (Path(__file__).parent / "sql" / f"{name}.sql").read_text("utf-8")
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    op.get_bind().connection.run_async(lambda raw: raw.execute(text))
