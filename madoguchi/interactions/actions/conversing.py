"""What somebody wants where several may speak: ask aside, bring together, park, leave out of the recording.

Checked here, carried out by the medium, confirmed by its reports, like the wishes of `wishes`.
"""

from uuid import UUID

from madoguchi.interactions import store
from madoguchi.interactions.errors import CustomerGone, MediumRefused, NotInContact
from madoguchi.interactions.media import medium_named
from madoguchi.interactions.model import Purpose
from madoguchi.interactions.ports import CallMedium


async def consult(interaction: UUID, user: UUID, *, to: UUID | None = None, number: str = "") -> None:
    """Ask a colleague or an outside number aside; the customer hears music. Raises as every wish here:

    `NotInContact`, `CustomerGone`, `MediumRefused`.
    """
    await _invite(interaction, user, "consult", to, number)


async def add(interaction: UUID, user: UUID, *, to: UUID | None = None, number: str = "") -> None:
    """Ask a colleague or an outside number into the talk."""
    await _invite(interaction, user, "add", to, number)


async def transfer_out(interaction: UUID, user: UUID, number: str) -> None:
    """Hand the customer to an outside number; `user` goes when it has answered, and keeps the customer when not."""
    await _invite(interaction, user, "transfer", None, number)


async def uninvite(interaction: UUID, cause: str) -> None:
    """Whoever was being asked will not come; the one who asked has the customer again. Harmless when nobody is."""
    contact = await store.by_id(interaction)
    medium = medium_named(contact.medium)
    if contact.ended is None and isinstance(medium, CallMedium):
        await medium.uninvite(interaction, cause)


async def swap(interaction: UUID, user: UUID) -> None:
    """From the person aside to the customer, or back."""
    await (await _conversing(interaction, user)).swap(interaction, user)


async def merge(interaction: UUID, user: UUID) -> None:
    """All together."""
    await (await _conversing(interaction, user)).merge(interaction, user)


async def complete(interaction: UUID, user: UUID) -> None:
    """The two others together, and `user` to their wrap-up."""
    await (await _conversing(interaction, user)).complete(interaction, user)


async def abort(interaction: UUID, user: UUID) -> None:
    """Back to the customer, without the person aside."""
    await (await _conversing(interaction, user)).abort(interaction, user)


async def drop(interaction: UUID, user: UUID, party: str) -> None:
    """Let one other person go who is in the talk."""
    await (await _conversing(interaction, user)).drop(interaction, user, party)


async def park(interaction: UUID, user: UUID) -> None:
    """Let the customer wait where every colleague can take them."""
    await (await _conversing(interaction, user)).park(interaction, user)


async def unpark(interaction: UUID, user: UUID) -> None:
    """Talk with the parked customer again."""
    await (await _conversing(interaction, user)).unpark(interaction, user)


async def pause_recording(interaction: UUID, user: UUID, reason: str) -> None:
    """Leave out what is said from now on. `reason` is a code ("payment" …)."""
    await (await _conversing(interaction, user)).pause_recording(interaction, user, reason)


async def resume_recording(interaction: UUID, user: UUID) -> None:
    """Record again."""
    await (await _conversing(interaction, user)).resume_recording(interaction, user)


async def _invite(interaction: UUID, user: UUID, purpose: Purpose, to: UUID | None, number: str) -> None:
    medium = await _conversing(interaction, user)
    await medium.invite(interaction, user, purpose, to=to, number=number)


async def _conversing(interaction: UUID, user: UUID) -> CallMedium:
    contact = await store.by_id(interaction)
    if contact.ended is not None:
        raise CustomerGone
    if not any(part.interaction_id == interaction for part in await store.live_segments(user)):
        raise NotInContact
    medium = medium_named(contact.medium)
    if not isinstance(medium, CallMedium):
        raise MediumRefused
    return medium
