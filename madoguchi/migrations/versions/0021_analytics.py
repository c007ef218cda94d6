"""analytics"""

from madoguchi.migrations.step import run

revision = "0021_analytics"
down_revision = "0020_nodes"


def upgrade() -> None:
    run("0021_analytics")
