"""What may go wrong by rule at the desk."""

from madoguchi.kit.errors import Conflict, Forbidden, Invalid, NotFound


class WrapupUnknown(NotFound):
    code = "wrapup_unknown"


class WrapupDone(Conflict):
    """The form was finished already."""

    code = "wrapup_done"


class WrapupIncomplete(Invalid):
    """The form cannot be finished yet; the faults say what is missing or wrong, field by field."""

    code = "wrapup_incomplete"


class NoMoreExtensions(Conflict):
    code = "wrapup_no_more_extensions"


class DraftUnknown(NotFound):
    code = "draft_unknown"


class DraftTooLong(Invalid):
    code = "draft_too_long"


class ReasonUnknown(NotFound):
    code = "reason_unknown"


class ReasonInvalid(Invalid):
    """Too deep, in another line of business, its own descendant, or a code that is taken."""

    code = "reason_invalid"


class RuleInvalid(Invalid):
    code = "wrapup_rule_invalid"


class RuleUnknown(NotFound):
    code = "wrapup_rule_unknown"


class TemplateUnknown(NotFound):
    code = "wrapup_template_unknown"


class TemplateInvalid(Invalid):
    code = "wrapup_template_invalid"


class TargetUnclear(Invalid):
    """Exactly one is asked: a colleague, a queue or a number; some wishes allow no queue."""

    code = "target_unclear"


class MayNotDialOut(Forbidden):
    """To reach an outside number needs the permission to dial."""

    code = "may_not_dial_out"


class ParkedNoMore(Conflict):
    """Somebody else has taken them, or they are with whoever parked them again."""

    code = "parked_no_more"


class EndingInvalid(Invalid):
    """A contact cannot be ended for this reason."""

    code = "ending_invalid"


class CallbackInvalid(Invalid):
    """The wish for a callback is not complete; the faults say where."""

    code = "callback_invalid"


class CustomerUnclear(Conflict):
    """Nobody is chosen yet; who is on the line must be known first."""

    code = "customer_unclear"


class NotYourContact(Forbidden):
    """Only an agent who is or was in the contact, or is being offered it, may do this."""

    code = "not_your_contact"


class LineUnknown(NotFound):
    code = "wrapup_line_unknown"
