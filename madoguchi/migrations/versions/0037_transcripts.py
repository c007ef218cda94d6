"""transcripts"""

from madoguchi.migrations.step import run

revision = "0037_transcripts"
down_revision = "0036_guests_told"


def upgrade() -> None:
    run("0037_transcripts")
