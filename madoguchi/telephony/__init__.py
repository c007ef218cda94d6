"""Calls and their legs, the numbers and trunks they come over, the agents' phones, and the switch behind a port.

A flow speaks to a waiting caller (`answer`, `announce`, `music`, `end`); agents act through `interactions`, behind
which `VoiceMedium` stands; the switch reports through `take`.
"""

from pathlib import Path

from madoguchi.telephony.actions.flow import announce, answer, end, music
from madoguchi.telephony.actions.reports import take
from madoguchi.telephony.actions.resync import switch_lost
from madoguchi.telephony.actions.setup import (
    NumberForm,
    TrunkForm,
    add_number,
    add_trunk,
    apply_trunks,
    change_number,
    change_trunk,
)
from madoguchi.telephony.actions.voice import VoiceMedium
from madoguchi.telephony.errors import NoLine, NoPhone, NoTrunk, NotTalking
from madoguchi.telephony.lease import hold
from madoguchi.telephony.lines import MAIN, Switch, line, noted, switches, use_line, use_switches
from madoguchi.telephony.model import Number, RegisteredSwitch, Trunk, TrunkLine
from madoguchi.telephony.queries import Health, health, numbers, recording_now, trunks
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import switches as register
from madoguchi.telephony.watch import note_all

SOUNDS = Path(__file__).parent / "sounds"
"""The spoken prompts, `<code>-<language>.wav` (8 kHz, mono, 16 bit)."""

__all__ = [
    "MAIN", "SOUNDS", "Health", "NoLine", "NoPhone", "NoTrunk", "NotTalking", "Number", "NumberForm",
    "RegisteredSwitch", "Switch", "TelephonySettings", "Trunk", "TrunkForm", "TrunkLine", "VoiceMedium", "add_number",
    "add_trunk", "announce", "answer", "apply_trunks", "change_number", "change_trunk", "end", "health", "hold",
    "line", "music", "note_all", "noted", "numbers", "recording_now", "register", "switch_lost", "switches", "take",
    "trunks", "use_line", "use_switches",
]  # fmt: skip
