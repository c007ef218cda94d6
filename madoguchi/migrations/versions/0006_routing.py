"""routing"""

from madoguchi.migrations.step import run

revision = "0006_routing"
down_revision = "0005_interactions"


def upgrade() -> None:
    run("0006_routing")
