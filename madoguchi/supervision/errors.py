"""What may go wrong by rule in supervision."""

from madoguchi.kit.errors import Conflict, Forbidden, Invalid, NotFound


class MonitoringUnknown(NotFound):
    code = "monitoring_unknown"


class MonitoringOver(Conflict):
    """They are not beside this talk any more."""

    code = "monitoring_over"


class VoiceTaken(Conflict):
    """Another supervisor whispers, is in the talk or takes it over: one voice at a time."""

    code = "voice_taken"


class AlreadyBeside(Conflict):
    """They are beside another talk: that must end first."""

    code = "already_beside"


class BusyYourself(Conflict):
    """They are in a contact of their own."""

    code = "busy_yourself"


class NotYourOwn(Invalid):
    """Nobody is put beside their own talk."""

    code = "not_your_own"


class NotYours(Forbidden):
    """Somebody else's monitoring."""

    code = "not_yours"


class AlertUnknown(NotFound):
    code = "alert_unknown"


class MessageUnknown(NotFound):
    """There is no such message to them."""

    code = "message_unknown"


class NobodyToTell(Invalid):
    """The message would reach nobody."""

    code = "nobody_to_tell"


class MessageEmpty(Invalid):
    code = "message_empty"
