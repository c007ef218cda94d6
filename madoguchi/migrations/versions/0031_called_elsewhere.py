"""called_elsewhere"""

from madoguchi.migrations.step import run

revision = "0031_called_elsewhere"
down_revision = "0030_supervisor_desk"


def upgrade() -> None:
    run("0031_called_elsewhere")
