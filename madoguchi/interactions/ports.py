"""What this room needs from above: media that carry a contact, and rooms that add their own rows to a timeline."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable
from uuid import UUID

from madoguchi.interactions.model import Cursor, Purpose, SupervisionMode, TimelineEntry


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


@runtime_checkable
class CallMedium(Medium, Protocol):
    """A medium in which several people speak at once: one asks a colleague or an outside number in, aside or to all.

    At most one person is being asked at a time. Who does not come, for whatever reason, leaves everybody as they were:
    the one who asked is with the customer again.
    """

    async def invite(
        self, interaction: UUID, user: UUID, purpose: Purpose, *, to: UUID | None = None, number: str = ""
    ) -> None:
        """Ask a colleague (`to`, who is offered the contact by routing and then connected) or dial `number` (E.164).

        "consult": the customer hears music, `user` the ringing, then the two talk aside. "transfer" (a number only):
        the same, and when it answers, the customer has it and `user` goes. "add": whoever comes joins the talk.
        """

    async def uninvite(self, interaction: UUID, cause: str) -> None:
        """Whoever is being asked will not come (`cause` is a code). Nothing happens when they are here already."""

    async def swap(self, interaction: UUID, user: UUID) -> None:
        """Turn from the person aside to the customer, or back; the other one hears music."""

    async def merge(self, interaction: UUID, user: UUID) -> None:
        """Bring the person aside and the customer together, and stay with them."""

    async def complete(self, interaction: UUID, user: UUID) -> None:
        """Bring the person aside and the customer together, and go. Ends in `left(…, by="transfer")`."""

    async def abort(self, interaction: UUID, user: UUID) -> None:
        """Let the person aside (or being asked) go, and talk with the customer again."""

    async def drop(self, interaction: UUID, user: UUID, party: str) -> None:
        """Let one other person go who is in the talk; `party` is an id of the medium's."""

    async def park(self, interaction: UUID, user: UUID) -> None:
        """The customer hears music and may be taken by any colleague (`connect`), until the tenant's time is over: then
        they come back to `user`, whose part goes on meanwhile as held.
        """

    async def unpark(self, interaction: UUID, user: UUID) -> None:
        """Talk with the parked customer again."""

    async def pause_recording(self, interaction: UUID, user: UUID, reason: str) -> None:
        """Leave out what is said from now on; it goes on by itself after the tenant's time."""

    async def resume_recording(self, interaction: UUID, user: UUID) -> None: ...


class TimelineSource(Protocol):
    """A room whose things belong in a customer's timeline (cases, tasks, orders …)."""

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        """At most `limit` entries strictly before `before` in (at, id) order, newest first, by keyset."""
