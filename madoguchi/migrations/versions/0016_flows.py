"""flows"""

from madoguchi.migrations.step import run

revision = "0016_flows"
down_revision = "0015_supervision"


def upgrade() -> None:
    run("0016_flows")
