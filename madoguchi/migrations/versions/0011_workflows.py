"""workflows"""

from madoguchi.migrations.step import run

revision = "0011_workflows"
down_revision = "0010_workspace"


def upgrade() -> None:
    run("0011_workflows")
