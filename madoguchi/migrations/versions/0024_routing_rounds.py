"""routing rounds"""

from madoguchi.migrations.step import run

revision = "0024_routing_rounds"
down_revision = "0023_switch_register"


def upgrade() -> None:
    run("0024_routing_rounds")
