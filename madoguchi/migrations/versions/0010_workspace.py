"""workspace"""

from madoguchi.migrations.step import run

revision = "0010_workspace"
down_revision = "0009_crm"


def upgrade() -> None:
    run("0010_workspace")
