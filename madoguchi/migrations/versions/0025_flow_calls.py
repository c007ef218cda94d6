"""flow calls"""

from madoguchi.migrations.step import run

revision = "0025_flow_calls"
down_revision = "0024_routing_rounds"


def upgrade() -> None:
    run("0025_flow_calls")
