"""Contact: one interaction on any medium, whoever carries it; its parts, what was said about it, and a customer's past.

A medium reports (`open_interaction`, `ringing`, `joined`, `held`, `left`, `customer_left` …); rooms above wish
(`connect`, `hold`, `transfer` …) and write (`write_note`, `link`, `classify`). Reads are `interaction`, `detail`,
`timeline`.
"""

from madoguchi.interactions.accounts import Account, accounts, opened_between
from madoguchi.interactions.actions.contact import (
    customer_left,
    locked,
    open_interaction,
    put_through,
    queued,
    recognised,
    remedied,
    unremedied,
)
from madoguchi.interactions.actions.conversing import (
    abort,
    add,
    complete,
    consult,
    drop,
    merge,
    park,
    pause_recording,
    resume_recording,
    swap,
    transfer_out,
    uninvite,
    unpark,
)
from madoguchi.interactions.actions.escalating import lower_hand, raise_hand, record_incident
from madoguchi.interactions.actions.originating import Outbound, OverrideReason, originate, refusals
from madoguchi.interactions.actions.records import add_recording, attach, classify, leave_message, link, write_note
from madoguchi.interactions.actions.reports import (
    aside,
    connect_failed,
    consented,
    happened,
    held,
    joined,
    left,
    muted,
    resumed,
    ringing,
    supervised,
    taken_over,
    unsupervised,
    wrapped,
)
from madoguchi.interactions.actions.transcribing import transcribe
from madoguchi.interactions.actions.wishes import (
    connect,
    dtmf,
    hang_up,
    hold,
    mute,
    resume,
    start,
    supervise,
    transfer,
    unsupervise,
)
from madoguchi.interactions.consents import ConsentHow, ConsentState, RecordingConsent, consent_of, consents_of
from madoguchi.interactions.errors import (
    CallNeedsReason,
    CustomerGone,
    InteractionUnknown,
    MayNotCall,
    MediumRefused,
    MediumUnknown,
    NotInContact,
    SegmentUnknown,
)
from madoguchi.interactions.hands import Hand, HandRow, hand_of, hands_of, hands_up
from madoguchi.interactions.incidents import Incident, incidents_of
from madoguchi.interactions.live import Handled, HandledPart, LivePart, handled_of, handled_since, live_parts
from madoguchi.interactions.media import medium_named, register_medium
from madoguchi.interactions.model import (
    CallEvent,
    Cursor,
    Gap,
    Interaction,
    Link,
    Note,
    Outcome,
    Purpose,
    Recording,
    Remedy,
    Segment,
    SupervisionMode,
    TimelineEntry,
    Transcript,
)
from madoguchi.interactions.orders import OrderTimeline
from madoguchi.interactions.queries import (
    Detail,
    Disposition,
    detail,
    dispositions,
    ended_among,
    handling_seconds,
    interaction,
    last_agent,
    links_of,
    live_segments,
    queued_since,
    recordings_of,
    segment,
    segments_of,
    segments_over,
    still_owed,
)
from madoguchi.interactions.sealed import notes_of
from madoguchi.interactions.settings import OutboundSettings
from madoguchi.interactions.sight import shown_to
from madoguchi.interactions.timeline import register_timeline, timeline
from madoguchi.interactions.transcripts import messages_of, transcripts_of

__all__ = [
    "Account", "CallEvent", "CallNeedsReason", "ConsentHow", "ConsentState", "Cursor", "CustomerGone", "Detail",
    "Disposition", "Gap", "Hand", "HandRow", "Handled", "HandledPart", "Incident", "Interaction",
    "InteractionUnknown", "Link", "LivePart", "MayNotCall", "MediumRefused", "MediumUnknown", "NotInContact", "Note",
    "OrderTimeline", "Outbound", "OutboundSettings", "Outcome", "OverrideReason", "Purpose", "Recording",
    "RecordingConsent", "Remedy", "Segment", "SegmentUnknown", "SupervisionMode", "TimelineEntry", "Transcript",
    "abort", "accounts", "add", "add_recording", "aside", "attach", "classify", "complete", "connect",
    "connect_failed", "consent_of", "consented", "consents_of", "consult", "customer_left", "detail", "dispositions",
    "drop", "dtmf", "ended_among", "hand_of", "handled_of", "handled_since", "handling_seconds", "hands_of",
    "hands_up", "hang_up", "happened", "held", "hold", "incidents_of", "interaction", "joined", "last_agent",
    "leave_message", "left", "link", "links_of", "live_parts", "live_segments", "locked", "lower_hand",
    "medium_named", "merge", "messages_of", "mute", "muted", "notes_of", "open_interaction", "opened_between",
    "originate", "park", "pause_recording", "put_through", "queued", "queued_since", "raise_hand", "recognised",
    "record_incident", "recordings_of", "refusals", "register_medium", "register_timeline", "remedied", "resume",
    "resume_recording", "resumed", "ringing", "segment", "segments_of", "segments_over", "shown_to", "start",
    "still_owed", "supervise", "supervised", "swap", "taken_over", "timeline", "transcribe", "transcripts_of",
    "transfer", "transfer_out", "uninvite", "unpark", "unremedied", "unsupervise", "unsupervised", "wrapped",
    "write_note",
]  # fmt: skip
