"""prompts"""

from madoguchi.migrations.step import run

revision = "0027_prompts"
down_revision = "0026_conversations"


def upgrade() -> None:
    run("0027_prompts")
