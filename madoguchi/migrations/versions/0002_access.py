"""access"""

from madoguchi.migrations.step import run

revision = "0002_access"
down_revision = "0001_kit"


def upgrade() -> None:
    run("0002_access")
