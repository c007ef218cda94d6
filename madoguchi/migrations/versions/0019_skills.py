"""skills"""

from madoguchi.migrations.step import run

revision = "0019_skills"
down_revision = "0018_calendars"


def upgrade() -> None:
    run("0019_skills")
