"""flow calls"""

from madoguchi.migrations.step import run

revision = "0018_flow_calls"
down_revision = "0017_callbacks"


def upgrade() -> None:
    run("0018_flow_calls")
