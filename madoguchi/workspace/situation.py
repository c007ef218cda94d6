"""How an agent's call stands: their part, who else is in it, who is being asked in, parked or not, recorded or not."""

from uuid import UUID

from madoguchi import interactions, telephony
from madoguchi.access import UserName, users_by_id
from madoguchi.interactions import Hand, Segment
from madoguchi.kit.together import together
from madoguchi.telephony import Invitation, Party, Situation
from madoguchi.workspace.model.call import CallNow, CallState, InvitationShown, PartyShown

STATES: dict[str, CallState] = {
    "connecting": "connecting",
    "ringing": "ringing",
    "aside": "aside",
    "talking": "talking",
    "held": "held",
}


async def call_now(part: Segment) -> CallNow:
    """How one agent's part of a call stands."""
    now, hand = await together(
        telephony.situation(part.interaction_id), interactions.hand_of(part.interaction_id, part.user_id)
    )
    names = await users_by_id(_people(now)) if _people(now) else {}
    return _shown(part, now, hand, names)


async def calls_now(interaction: UUID) -> list[tuple[UUID, CallNow]]:
    """The same for everybody of ours who is in it."""
    parts, now = await together(interactions.segments_of(interaction), telephony.situation(interaction))
    live = [part for part in parts if part.status != "ended"]
    hands = await together(*(interactions.hand_of(interaction, part.user_id) for part in live))
    names = await users_by_id(_people(now)) if _people(now) else {}
    return [(part.user_id, _shown(part, now, hand, names)) for part, hand in zip(live, hands, strict=True)]


def _people(now: Situation) -> list[UUID]:
    invitation = now.invitation
    asked = [invitation.by_id, invitation.to_id] if invitation else []
    everybody = {*(party.user for party in now.parties), *asked, now.parked_by} - {None}
    return sorted(user for user in everybody if user is not None)


def _shown(part: Segment, now: Situation, hand: Hand | None, names: dict[UUID, UserName]) -> CallNow:
    return CallNow(
        interaction=part.interaction_id,
        segment=part.id,
        state=STATES.get(part.status, "ended"),
        muted=part.muted,
        since=part.since,
        connected=part.connected_at,
        recording=now.recording == "on",
        recording_paused=now.paused_since,
        consent=now.consent,
        parties=[_party(party, part.user_id, names) for party in now.parties if party.role != "supervisor"],
        invitation=_invitation(now.invitation, part.user_id, names) if now.invitation else None,
        parked=now.parked_at,
        parked_by_me=now.parked_by == part.user_id,
        hand=hand.raised if hand else None,
    )


def _party(party: Party, me: UUID, names: dict[UUID, UserName]) -> PartyShown:
    return PartyShown(
        id=party.id,
        kind="customer" if party.role == "customer" else "guest" if party.role == "guest" else "agent",
        name=_name(party.user, names),
        number=party.number if party.role == "guest" else "",
        state=party.state,
        since=party.since,
        me=party.user == me,
    )


def _invitation(invitation: Invitation, me: UUID, names: dict[UUID, UserName]) -> InvitationShown:
    return InvitationShown(
        purpose=invitation.purpose,
        state=invitation.state,
        name=_name(invitation.to_id, names),
        number=invitation.number,
        by=_name(invitation.by_id, names),
        by_me=invitation.by_id == me,
        made=invitation.made,
    )


def _name(user: UUID | None, names: dict[UUID, UserName]) -> str:
    return names[user].name if user in names else ""
