"""calendars"""

from madoguchi.migrations.step import run

revision = "0013_calendars"
down_revision = "0012_notifications"


def upgrade() -> None:
    run("0013_calendars")
