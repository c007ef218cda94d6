"""nodes"""

from madoguchi.migrations.step import run

revision = "0020_nodes"
down_revision = "0019_skills"


def upgrade() -> None:
    run("0020_nodes")
