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


class SkillUnknown(Invalid):
    """No such skill, or it is retired."""

    code = "skill_unknown"


class SkillTaken(Conflict):
    """There is a skill of this code."""

    code = "skill_taken"


class SkillInUse(Conflict):
    """Somebody has it, or a queue asks for it."""

    code = "skill_in_use"


class NoSuchSkill(NotFound):
    code = "no_such_skill"


class PersonUnknown(NotFound):
    code = "person_unknown"


class ForceReasonUnknown(Invalid):
    code = "force_reason_unknown"


class NoDesk(Conflict):
    """The person has no desk open: nothing could be offered to them."""

    code = "no_desk"


class PresenceMoved(Conflict):
    """The person is doing something else by now than the supervisor saw."""

    code = "presence_moved"


class StepsInvalid(Invalid):
    """A step leads to a queue that is closed, unknown, or this very one."""

    code = "steps_invalid"


class NotInLine(NotFound):
    """The contact does not wait in a queue."""

    code = "not_in_line"


class DecisionUnknown(NotFound):
    code = "decision_unknown"
