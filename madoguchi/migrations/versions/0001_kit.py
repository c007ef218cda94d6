"""kit"""

from madoguchi.migrations.step import run

revision = "0001_kit"
down_revision = None


def upgrade() -> None:
    run("0001_kit")
