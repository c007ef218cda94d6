"""What can go wrong between Madoguchi and its switch, as nouns with stable codes."""


class SwitchError(Exception):
    """Base of everything here. `code` is stable and safe to show and to log."""

    code = "switch.error"


class NoSwitch(SwitchError):
    """No Asterisk can be had on this machine (no apt, no mirror, no network and nothing kept from before)."""

    code = "switch.absent"


class NodeFailed(SwitchError):
    """The private node did not come up or did not answer in time; the message ends with its last log lines."""

    code = "switch.node_failed"


class SwitchUnreachable(SwitchError):
    """ARI did not answer: connection refused, lost or timed out. Whether a command took effect is unknown.

    `refused`: nothing listens there at all.
    """

    code = "switch.unreachable"
    refused = False


class NotThere(SwitchError):
    """The channel, bridge or recording is gone. Normal: callers hang up while we are speaking."""

    code = "switch.not_there"


class WrongState(SwitchError):
    """The thing exists but is not in a state that allows this (a channel outside our application, a name in use)."""

    code = "switch.wrong_state"


class Refused(SwitchError):
    """The switch refused the request for any other reason; `status` is what it answered."""

    code = "switch.refused"

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
