"""recording_consent"""

from madoguchi.migrations.step import run

revision = "0034_recording_consent"
down_revision = "0033_one_service_level"


def upgrade() -> None:
    run("0034_recording_consent")
