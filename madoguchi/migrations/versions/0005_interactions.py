"""interactions"""

from madoguchi.migrations.step import run

revision = "0005_interactions"
down_revision = "0004_customers"


def upgrade() -> None:
    run("0005_interactions")
