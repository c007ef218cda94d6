"""closures_by_file"""

from madoguchi.migrations.step import run

revision = "0040_closures_by_file"
down_revision = "0037_transcripts"


def upgrade() -> None:
    run("0040_closures_by_file")
