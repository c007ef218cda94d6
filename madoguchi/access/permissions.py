"""What a person or a program may do, and which role brings what. Codes are stable: scopes of API keys use them too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

Role = Literal["agent", "supervisor", "administrator", "auditor"]

PERMISSIONS: Final[tuple[str, ...]] = (
    "desk.use",
    "customers.read",
    "customers.write",
    "customers.reveal",
    "customers.unmasked",
    "customers.import",
    "interactions.read",
    "interactions.read_all",
    "recordings.play",
    "recordings.play_own",
    "recordings.hold",
    "cautions.read",
    "cautions.write",
    "cases.read",
    "cases.write",
    "calls.dial",
    "context.read",
    "queues.watch",
    "supervision.watch",
    "supervision.monitor",
    "supervision.steer",
    "history.export",
    "reports.own",
    "reports.read",
    "reports.people",
    "reports.export",
    "findings.read",
    "findings.acknowledge",
    "crm.admin",
    "calendars.admin",
    "shifts.read",
    "shifts.write",
    "routing.admin",
    "routing.supervise",
    "telephony.admin",
    "users.admin",
    "settings.admin",
    "audit.read",
    "api_keys.admin",
)

_AGENT = frozenset(
    {
        "desk.use",
        "customers.read",
        "customers.write",
        "customers.reveal",
        "interactions.read",
        "recordings.play_own",
        "cautions.read",
        "cases.read",
        "cases.write",
        "calls.dial",
        "queues.watch",
        "reports.own",
    }
)
_SUPERVISOR = _AGENT | {
    "customers.unmasked",
    "customers.import",
    "interactions.read_all",
    "recordings.play",
    "recordings.hold",
    "cautions.write",
    "history.export",
    "shifts.read",
    "shifts.write",
    "routing.supervise",
    "reports.read",
    "reports.people",
    "reports.export",
    "findings.read",
    "findings.acknowledge",
    "supervision.watch",
    "supervision.monitor",
    "supervision.steer",
}
# An auditor reads everything and changes nothing; personal fields stay masked, and no reveal opens them.
_AUDITOR = frozenset(
    {
        "customers.read",
        "interactions.read",
        "interactions.read_all",
        "cases.read",
        "queues.watch",
        "shifts.read",
        "reports.own",
        "reports.read",
        "reports.people",
        "findings.read",
        "supervision.watch",
        "audit.read",
    }
)

ROLES: Final[dict[Role, frozenset[str]]] = {
    "agent": _AGENT,
    "supervisor": _SUPERVISOR,
    "administrator": frozenset(PERMISSIONS),
    "auditor": _AUDITOR,
}
ROLE_NAMES: Final[tuple[Role, ...]] = get_args(Role)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All that `roles` allow together; a role that no longer exists allows nothing."""
    allowed: frozenset[str] = frozenset()
    for role in ROLE_NAMES:
        if role in roles:
            allowed |= ROLES[role]
    return allowed
