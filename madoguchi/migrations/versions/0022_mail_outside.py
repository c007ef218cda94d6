"""mail to people outside"""

from madoguchi.migrations.step import run

revision = "0022_mail_outside"
down_revision = "0021_analytics"


def upgrade() -> None:
    run("0022_mail_outside")
