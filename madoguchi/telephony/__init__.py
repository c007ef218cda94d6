"""Calls and their legs, the numbers and trunks they come over, the agents' phones, and the switch behind a port.

A flow speaks to a waiting caller (`answer`, `play`, `gather`, `take_message`, `music`, `end`); agents act through
`interactions`, behind which `VoiceMedium` stands; the switch reports through `take`.
"""

from madoguchi.telephony.actions.consenting import ruling_of
from madoguchi.telephony.actions.context import context_of
from madoguchi.telephony.actions.digits import forget, gather, gathered
from madoguchi.telephony.actions.flow import answer, end, music, play
from madoguchi.telephony.actions.legs import not_connected
from madoguchi.telephony.actions.messages import take_message
from madoguchi.telephony.actions.reports import take
from madoguchi.telephony.actions.resync import switch_lost
from madoguchi.telephony.actions.sending import send_out
from madoguchi.telephony.actions.setup import (
    NumberForm,
    TrunkForm,
    add_number,
    add_trunk,
    apply_trunks,
    change_number,
    change_trunk,
)
from madoguchi.telephony.actions.sounds import SOUNDS, KeptSounds, Sound, house_sound, keep_sound, name_of, seconds_of
from madoguchi.telephony.actions.telling import spoken_abroad, tell
from madoguchi.telephony.actions.testing import dialable
from madoguchi.telephony.actions.voice import VoiceMedium
from madoguchi.telephony.errors import (
    ContextUnknown,
    NoLine,
    NoPhone,
    NoTrunk,
    NotTalking,
    NumberInvalid,
    PhoneNotReady,
    SoundUnfit,
)
from madoguchi.telephony.ice import stun_urls, turn_urls
from madoguchi.telephony.jurisdictions import Ruling
from madoguchi.telephony.lease import hold
from madoguchi.telephony.lines import MAIN, Switch, line, noted, switches, use_line, use_switches
from madoguchi.telephony.model import Invitation, Number, Parked, Party, RegisteredSwitch, Situation, Trunk, TrunkLine
from madoguchi.telephony.queries import Health, health, numbers, parked, recording_now, situation, trunks
from madoguchi.telephony.settings import RecordingConsentSettings, TelephonySettings
from madoguchi.telephony.store import switches as register
from madoguchi.telephony.watch import note_all

__all__ = [
    "MAIN", "SOUNDS", "ContextUnknown", "Health", "Invitation", "KeptSounds", "NoLine", "NoPhone", "NoTrunk",
    "NotTalking", "Number", "NumberForm", "NumberInvalid", "Parked", "Party", "PhoneNotReady",
    "RecordingConsentSettings", "RegisteredSwitch", "Ruling", "Situation", "Sound", "SoundUnfit", "Switch",
    "TelephonySettings", "Trunk", "TrunkForm", "TrunkLine", "VoiceMedium", "add_number", "add_trunk", "answer",
    "apply_trunks", "change_number", "change_trunk", "context_of", "dialable", "end", "forget", "gather", "gathered",
    "health", "hold", "house_sound", "keep_sound", "line", "music", "name_of", "not_connected", "note_all", "noted",
    "numbers", "parked", "play", "recording_now", "register", "ruling_of", "seconds_of", "send_out", "situation",
    "spoken_abroad", "stun_urls", "switch_lost", "switches", "take", "take_message", "tell", "trunks", "turn_urls",
    "use_line", "use_switches",
]  # fmt: skip
