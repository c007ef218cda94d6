"""switch register"""

from madoguchi.migrations.step import run

revision = "0023_switch_register"
down_revision = "0022_mail_outside"


def upgrade() -> None:
    run("0023_switch_register")
