"""What this room needs from above: media that carry a contact, and rooms that add their own rows to a timeline."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from madoguchi.interactions.model import Cursor, SupervisionMode, TimelineEntry


class Medium(Protocol):
    """One way of being in contact (voice, chat, e-mail …). Implemented by a trade, registered in bootstrap.

    Every verb is called inside the caller's transaction. A medium that acts on the outside world writes its pending
    command there and acts after the commit; what then happens comes back through this room's door (`joined`, `left`,
    `connect_failed`, `customer_left`). A verb raises `errors.MediumRefused` when it can know at once that the wish is
    impossible. Verbs are idempotent: asking again for what is already so changes nothing.
    """

    async def connect(self, interaction: UUID, user: UUID) -> None:
        """Bring this agent and the waiting customer together. Ends in `joined` or `connect_failed`."""

    async def start(self, interaction: UUID, user: UUID) -> None:
        """Outbound: reach the agent, then the interaction's address, and bring them together.

        Ends in `joined`, `connect_failed` (the agent's leg) or `customer_left` (nobody answered).
        """

    async def hang_up(self, interaction: UUID, user: UUID) -> None:
        """End the contact for this agent. The customer goes too, unless another agent is connected."""

    async def hold(self, interaction: UUID, user: UUID) -> None: ...

    async def resume(self, interaction: UUID, user: UUID) -> None: ...

    async def mute(self, interaction: UUID, user: UUID, muted: bool) -> None: ...

    async def dtmf(self, interaction: UUID, user: UUID, digits: str) -> None:
        """Send digits (0-9 * # A-D) towards the customer's side. Never stored: they may be a card number."""

    async def transfer(self, interaction: UUID, user: UUID) -> None:
        """Let this agent go while the customer stays and hears music, until somebody is connected again.

        Ends in `left(…, by="transfer")`. Who comes next is decided by routing, not here.
        """

    async def supervise(self, interaction: UUID, agent: UUID, by: UUID, mode: SupervisionMode) -> None:
        """Put `by` beside this agent's part: to hear it unheard, to be heard by the agent alone, by everybody, or to
        have the customer instead of the agent. Asked again, it changes how.

        Ends in `supervised`, or `unsupervised` when they cannot be reached; a take-over in `taken_over` and `joined`.
        It ends by itself with the agent's part (`unsupervised`).
        """

    async def unsupervise(self, interaction: UUID, by: UUID) -> None:
        """Let the supervisor go. Ends in `unsupervised`."""


class TimelineSource(Protocol):
    """A room whose things belong in a customer's timeline (cases, tasks, orders …)."""

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        """At most `limit` entries strictly before `before` in (at, id) order, newest first, by keyset."""
