"""Intelligence: what machines do for people here. It begins with a voice: text spoken as a telephone carries it.

speech = await intelligence.speak("お電話ありがとうございます。", "ja")   # a file, rendered once per text and voice
"""

from madoguchi.intelligence.actions import speak
from madoguchi.intelligence.engines import use_voices, voices
from madoguchi.intelligence.errors import SpeechFailed, SpeechOff
from madoguchi.intelligence.model import Speech, VoiceState

__all__ = ["Speech", "SpeechFailed", "SpeechOff", "VoiceState", "speak", "use_voices", "voices"]
