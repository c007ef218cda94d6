"""Puts the spoken prompts where the private switch finds them."""

import shutil
import wave
from pathlib import Path

from madoguchi.integrations.asterisk.node import Node

SORRY = ("sorry-ja.wav", "sorry-en.wav")
"""What the switch itself says when nobody of ours is there, one after the other."""


def install(node: Node, sounds: Path) -> None:
    """Copy every prompt of `sounds`, and make the fallback's message of them."""
    for sound in sounds.glob("*.wav"):
        target = node.prompts / sound.name
        if not target.exists() or target.stat().st_size != sound.stat().st_size:
            shutil.copyfile(sound, target)
    parts = [sounds / name for name in SORRY if (sounds / name).exists()]
    if parts:
        _join(parts, node.prompts / "fallback.wav")


def _join(parts: list[Path], target: Path) -> None:
    draft = target.with_suffix(".draft")
    with wave.open(str(draft), "wb") as out:
        for number, part in enumerate(parts):
            with wave.open(str(part)) as sound:
                if number == 0:
                    out.setparams(sound.getparams())
                out.writeframes(sound.readframes(sound.getnframes()))
    draft.replace(target)
