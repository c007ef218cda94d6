"""customers"""

from madoguchi.migrations.step import run

revision = "0004_customers"
down_revision = "0003_files"


def upgrade() -> None:
    run("0004_customers")
