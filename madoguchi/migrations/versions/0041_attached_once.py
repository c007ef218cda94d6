"""attached once"""

from madoguchi.migrations.step import run

revision = "0041_attached_once"
down_revision = "0037_transcripts"


def upgrade() -> None:
    run("0041_attached_once")
