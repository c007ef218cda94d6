"""attached once"""

from madoguchi.migrations.step import run

revision = "0041_attached_once"
down_revision = "0040_closures_by_file"


def upgrade() -> None:
    run("0041_attached_once")
