"""sending"""

from madoguchi.migrations.step import run

revision = "0029_sending"
down_revision = "0028_prompts"


def upgrade() -> None:
    run("0029_sending")
