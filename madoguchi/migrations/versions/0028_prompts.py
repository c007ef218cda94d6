"""prompts"""

from madoguchi.migrations.step import run

revision = "0028_prompts"
down_revision = "0027_escalation"


def upgrade() -> None:
    run("0028_prompts")
