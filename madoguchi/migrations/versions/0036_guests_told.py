"""guests_told"""

from madoguchi.migrations.step import run

revision = "0036_guests_told"
down_revision = "0035_agents_in_place"


def upgrade() -> None:
    run("0036_guests_told")
