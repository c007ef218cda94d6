"""notifications"""

from madoguchi.migrations.step import run

revision = "0012_notifications"
down_revision = "0011_workflows"


def upgrade() -> None:
    run("0012_notifications")
