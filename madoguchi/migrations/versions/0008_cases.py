"""cases"""

from madoguchi.migrations.step import run

revision = "0008_cases"
down_revision = "0007_telephony"


def upgrade() -> None:
    run("0008_cases")
