"""Tenants, people, what they may do, how they come in, and the ledger of what they did.

await access.audit("customer.revealed", "customer", customer, {"fields": ["phone"]}, reason=interaction)
names = await access.users_by_id([segment.user])
"""

from madoguchi.access.actions.keys import make_key, revoke_key
from madoguchi.access.actions.links import make_link, open_link, use_link, use_mailer
from madoguchi.access.actions.organisation import (
    Administrator,
    Founded,
    LineForm,
    TeamForm,
    add_line,
    add_team,
    change_line,
    change_team,
    create_tenant,
    set_team_members,
)
from madoguchi.access.actions.people import Profile, add_user, change_user, deactivate_user, reactivate_user
from madoguchi.access.actions.sessions import Place, sign_in, sign_out
from madoguchi.access.ledger import audit, seal_batch, verify
from madoguchi.access.masking import FieldKind, masked
from madoguchi.access.model import (
    ApiKey,
    AuditRow,
    Credentials,
    LineOfBusiness,
    Link,
    LinkMail,
    Member,
    Session,
    Team,
    Tenant,
    User,
    UserName,
    Verification,
)
from madoguchi.access.passwords import hash_password
from madoguchi.access.permissions import PERMISSIONS, ROLES, Role, permissions_of
from madoguchi.access.queries import (
    line_of_business,
    lines_of_business,
    members,
    team,
    teams,
    teams_of_people,
    tenant,
    user,
    users,
    users_by_id,
)
from madoguchi.access.settings import AccessSettings
from madoguchi.access.store.organisation import tenants

__all__ = [
    "PERMISSIONS", "ROLES", "AccessSettings", "Administrator", "ApiKey", "AuditRow", "Credentials", "FieldKind",
    "Founded", "LineForm", "LineOfBusiness", "Link", "LinkMail", "Member", "Place", "Profile", "Role", "Session",
    "Team", "TeamForm", "Tenant", "User", "UserName", "Verification", "add_line", "add_team", "add_user", "audit",
    "change_line", "change_team", "change_user", "colleagues", "create_tenant", "deactivate_user", "hash_password",
    "line_of_business", "lines_of_business", "make_key", "make_link", "masked", "members", "open_link",
    "permissions_of", "reactivate_user", "revoke_key", "seal_batch", "set_team_members", "sign_in", "sign_out", "team",
    "teams", "teams_of_people", "tenant", "tenants", "use_link", "use_mailer", "user", "users", "users_by_id",
    "verify",
]  # fmt: skip
