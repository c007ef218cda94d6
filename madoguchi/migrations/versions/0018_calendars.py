"""calendars"""

from madoguchi.migrations.step import run

revision = "0018_calendars"
down_revision = "0017_callbacks"


def upgrade() -> None:
    run("0018_calendars")
