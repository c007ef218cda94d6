"""The dialplan: hand every call to Madoguchi, and look after callers when nobody is there to take it.

A missed call leaves one file per call in `missed/`: a line when it comes to the fallback, a second when it ends. Values
are percent-encoded, so whatever a caller's SIP headers say cannot break a line.

Every other call leaves the second of its end in `ended/`: whoever was away when it ended reads it there.
"""

from pathlib import Path
from string import Template

INBOUND = "from-trunk"
FALLBACK = "fallback"
PATTERN = "_[+*#0-9A-Za-z]."
"""Two characters and more, so that Asterisk's own one-letter extensions (h, i, s, t) are never dialled."""

_TEXT = Template("""[general]
static=yes
writeprotect=yes
[$inbound]
exten => $pattern,1,Set(MADOGUCHI_ARRIVED=$${EPOCH})
 same => n,Stasis($application,inbound,$${EXTEN},$${CALLERID(pres)})
 same => n,GotoIf($$["$${STASISSTATUS}" = "FAILED"]?$fallback,$${EXTEN},1)
 same => n,Hangup()
exten => h,1,Set(FILE($ended/$${UNIQUEID},,,a,u)=$${EPOCH})
[$fallback]
exten => $pattern,1,Set(MISSED=$missed/$${UNIQUEID})
 same => n,Set(FILE($${MISSED},,,al,u)=missed $record)
 same => n,Answer()
 same => n,Wait(1)
 same => n,Playback(madoguchi/fallback)
 same => n,ExecIf($$["$${PLAYBACKSTATUS}" = "FAILED"]?Playback(tt-allbusy&please-try-call-later))
 same => n,Hangup()
exten => h,1,Set(FILE($${MISSED},,,al,u)=ended $${EPOCH})
""")
_RECORD = (
    "arrived=${MADOGUCHI_ARRIVED} moved=${EPOCH} dnis=${URIENCODE(${EXTEN})} ani=${URIENCODE(${CALLERID(num)})}"
    " name=${URIENCODE(${CALLERID(name)})} presentation=${CALLERID(pres)}"
)


def dialplan(application: str, missed: Path, ended: Path) -> str:
    """The text of `extensions.conf`."""
    return _TEXT.substitute(
        application=application, inbound=INBOUND, fallback=FALLBACK, pattern=PATTERN, missed=missed, ended=ended,
        record=_RECORD,
    )  # fmt: skip
