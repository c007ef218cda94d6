"""skills"""

from madoguchi.migrations.step import run

revision = "0017_skills"
down_revision = "0016_flows"


def upgrade() -> None:
    run("0017_skills")
