"""switches"""

from madoguchi.migrations.step import run

revision = "0014_switches"
down_revision = "0013_presence_marks"


def upgrade() -> None:
    run("0014_switches")
