"""supervision"""

from madoguchi.migrations.step import run

revision = "0015_supervision"
down_revision = "0014_switches"


def upgrade() -> None:
    run("0015_supervision")
