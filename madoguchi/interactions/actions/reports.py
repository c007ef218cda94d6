"""What a medium reports about an agent's leg: perhaps twice, late or out of order. `at` is the medium's own time."""

from datetime import datetime
from uuid import UUID

from madoguchi.interactions import consents, store
from madoguchi.interactions.actions import contact as contacts
from madoguchi.interactions.actions import parts
from madoguchi.interactions.consents import ConsentHow, ConsentState
from madoguchi.interactions.events import RecordingConsentKnown, SupervisorJoined, SupervisorLeft
from madoguchi.interactions.model import CallEvent, Mark, SupervisionMode
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import counter

consents_total = counter("recording_consents", "What the other side said to a recording", ("state", "how", "rule"))


EVENTS: dict[ConsentState, CallEvent] = {
    "noticed": "recording_noticed",
    "agreed": "recording_agreed",
    "refused": "recording_refused",
    "unheard": "recording_unheard",
}


async def ringing(interaction: UUID, user: UUID, at: datetime | None = None) -> None:
    """The other end rings for this agent."""
    at = at or now()
    contact = await store.lock(interaction)
    segment = await parts.find(contact, user, at)
    mark = Mark("ringing", at)
    if segment is not None:
        await parts.take(contact, segment, mark)
    elif contact.ended is None:
        await parts.begin(contact, user, None, mark)


async def aside(interaction: UUID, user: UUID, at: datetime) -> None:
    """A consulted agent hears the colleague who asked them since `at`; the customer hears neither."""
    contact = await store.lock(interaction)
    segment = await parts.find(contact, user, at)
    mark = Mark("aside", at)
    if segment is not None:
        await parts.take(contact, segment, mark)
    elif contact.ended is None:
        await parts.begin(contact, user, None, mark)


async def joined(interaction: UUID, user: UUID, at: datetime) -> None:
    """Agent and customer hear each other since `at`."""
    contact = await store.lock(interaction)
    if contact.ended is not None and at > contact.ended:
        return  # the customer was gone by then: nobody was joined with anybody
    segment = await parts.find(contact, user, at)
    mark = Mark("joined", at)
    if segment is None:
        segment = await parts.begin(contact, user, None, mark)
    else:
        segment = await parts.take(contact, segment, mark)
    if contact.ended is not None:
        if segment.status != "ended":
            await parts.end(contact, segment, contact.ended, "customer")
        late = await store.by_id(interaction)
        late = await contacts.reopened(late, await store.segments_of(interaction))
        await contacts.settle_outcome(late)


async def held(interaction: UUID, user: UUID, at: datetime) -> None:
    """The customer hears music since `at`."""
    await _report(interaction, user, Mark("held", at))


async def resumed(interaction: UUID, user: UUID, at: datetime) -> None:
    """Agent and customer hear each other again since `at`."""
    await _report(interaction, user, Mark("resumed", at))


async def muted(interaction: UUID, user: UUID, muted: bool, at: datetime) -> None:
    """The customer does not hear the agent (or does again) since `at`."""
    await _report(interaction, user, Mark("muted" if muted else "unmuted", at))


async def left(interaction: UUID, user: UUID, at: datetime, by: str) -> None:
    """The agent's leg is down. `by`: agent, customer, transfer, takeover, consult (they were only asked) or system."""
    if await _report(interaction, user, Mark("left", at, by)):
        await contacts.settle_outcome(await store.by_id(interaction))


async def connect_failed(interaction: UUID, user: UUID, cause: str, at: datetime | None = None) -> None:
    """The agent's leg never came up. The customer waits on, unless they are gone too."""
    if await _report(interaction, user, Mark("failed", at or now(), cause)):
        await contacts.settle_outcome(await store.by_id(interaction))


async def supervised(interaction: UUID, by: UUID, agent: UUID, mode: SupervisionMode, at: datetime) -> None:
    """`by` is beside the part of `agent` since `at`; told again when it changes how."""
    record(SupervisorJoined(interaction=interaction, user=by, agent=agent, mode=mode, at=at))


async def unsupervised(interaction: UUID, by: UUID, cause: str, at: datetime) -> None:
    """The supervisor is not there any more. `cause`: see `SupervisorLeft`."""
    record(SupervisorLeft(interaction=interaction, user=by, cause=cause, at=at))


async def taken_over(interaction: UUID, agent: UUID, by: UUID, at: datetime) -> None:
    """The customer goes from `agent` to `by`, who supervised: the one's part ends, the other's begins to connect."""
    contact = await store.lock(interaction)
    part = await parts.find(contact, agent, at)
    if contact.ended is not None or part is None:
        return
    await parts.end(contact, part, at, "takeover")
    await store.event(interaction, "taken_over", at, {"by": str(by)})
    await parts.begin(contact, by, part.queue_id, Mark("connecting", at))
    await unsupervised(interaction, by, "took_over", at)


async def happened(interaction: UUID, kind: CallEvent, at: datetime, data: dict[str, str] | None = None) -> None:
    """Write down what happened to the contact as a whole. `data`: codes and ids only."""
    await store.event(interaction, kind, at, data)


async def consented(
    interaction: UUID, state: ConsentState, how: ConsentHow, *, rule: str, region: str, at: datetime
) -> None:
    """The other side was told of the recording, and said this to it."""
    await consents.insert(interaction, state, how, rule, region, at)
    await store.event(interaction, EVENTS[state], at, {"how": how, "rule": rule, "region": region})
    record(RecordingConsentKnown(interaction=interaction, state=state, rule=rule, region=region))
    consents_total.labels(state, how, rule).inc()


async def wrapped(segment: UUID, at: datetime) -> None:
    """The agent's wrap-up of this part is over (their form is done, or they turned to something else)."""
    part = await store.segment_by_id(segment)
    contact = await store.lock(part.interaction_id)
    await parts.take(contact, part, Mark("wrapped", at))


async def _report(interaction: UUID, user: UUID, mark: Mark) -> bool:
    contact = await store.lock(interaction)
    segment = await parts.find(contact, user, mark.at)
    if segment is None:
        return False
    await parts.take(contact, segment, mark)
    return True
