"""conversations"""

from madoguchi.migrations.step import run

revision = "0026_conversations"
down_revision = "0025_flow_calls"


def upgrade() -> None:
    run("0026_conversations")
