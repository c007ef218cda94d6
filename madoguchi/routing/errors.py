"""What may go wrong in routing."""

from __future__ import annotations

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class OfferUnknown(NotFound):
    """No such offer, or it was made to somebody else."""

    code = "offer_unknown"


class OfferGone(Conflict):
    """The offer is over. `state` says how."""

    code = "offer_gone"


class AgentBusy(Conflict):
    """The person is in a contact or is being offered one."""

    code = "agent_busy"


class AgentNotAvailable(Conflict):
    """The person is not ready, or just became busy."""

    code = "agent_not_available"


class AlreadyWaiting(Conflict):
    """The contact waits somewhere already."""

    code = "already_waiting"


class BreakReasonUnknown(Invalid):
    code = "break_reason_unknown"


class QueueUnknown(NotFound):
    code = "queue_unknown"


class QueueCodeTaken(Conflict):
    code = "queue_code_taken"


class QueueInUse(Conflict):
    """Contacts wait in it, or an entry flow leads to it."""

    code = "queue_in_use"


class UserUnknown(Invalid):
    """Somebody named as a member is not a person of this tenant."""

    code = "member_unknown"


class StrategyUnknown(Invalid):
    code = "strategy_unknown"
