"""leaner_offers"""

from madoguchi.migrations.step import run

revision = "0032_leaner_offers"
down_revision = "0031_called_elsewhere"


def upgrade() -> None:
    run("0032_leaner_offers")
