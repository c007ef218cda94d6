"""calendars"""

from madoguchi.migrations.step import run

revision = "0017_calendars"
down_revision = "0016_flows"


def upgrade() -> None:
    run("0017_calendars")
