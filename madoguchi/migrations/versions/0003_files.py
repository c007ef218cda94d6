"""files"""

from madoguchi.migrations.step import run

revision = "0003_files"
down_revision = "0002_access"


def upgrade() -> None:
    run("0003_files")
