"""telephony"""

from madoguchi.migrations.step import run

revision = "0007_telephony"
down_revision = "0006_routing"


def upgrade() -> None:
    run("0007_telephony")
