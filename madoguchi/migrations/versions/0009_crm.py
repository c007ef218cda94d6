"""crm"""

from madoguchi.migrations.step import run

revision = "0009_crm"
down_revision = "0008_cases"


def upgrade() -> None:
    run("0009_crm")
