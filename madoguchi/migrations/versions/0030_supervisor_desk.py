"""supervisor_desk"""

from madoguchi.migrations.step import run

revision = "0030_supervisor_desk"
down_revision = "0029_sending"


def upgrade() -> None:
    run("0030_supervisor_desk")
