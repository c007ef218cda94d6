"""agents_in_place"""

from madoguchi.migrations.step import run

revision = "0035_agents_in_place"
down_revision = "0034_recording_consent"


def upgrade() -> None:
    run("0035_agents_in_place")
