"""one_service_level"""

from madoguchi.migrations.step import run

revision = "0033_one_service_level"
down_revision = "0032_leaner_offers"


def upgrade() -> None:
    run("0033_one_service_level")
