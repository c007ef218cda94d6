"""What may go wrong at the door; sentences in messages/."""

from __future__ import annotations

from madoguchi.kit.errors import Conflict, Forbidden, Gone, NotFound, TooMany, Unauthenticated


class SignInRefused(Unauthenticated):
    """Wrong address, wrong password, not yet accepted, deactivated: one answer for all, so that it tells nothing."""

    code = "sign_in_refused"


class SessionLocked(Unauthenticated):
    code = "session_locked"


class TooManyAttempts(TooMany):
    code = "too_many_attempts"


class TenantNeeded(Conflict):
    """The address and password are right in more than one tenant."""

    code = "tenant_needed"


class CsrfRefused(Forbidden):
    code = "csrf_refused"


class LinkGone(Gone):
    code = "link_gone"


class UserNotFound(NotFound):
    code = "user_not_found"


class EmailTaken(Conflict):
    code = "email_taken"


class LastAdministrator(Conflict):
    code = "last_administrator"


class NotYourself(Conflict):
    code = "not_yourself"


class WrongState(Conflict):
    code = "user_state"


class SessionNotFound(NotFound):
    code = "session_not_found"


class ApiKeyNotFound(NotFound):
    code = "api_key_not_found"


class LineOfBusinessNotFound(NotFound):
    code = "line_of_business_not_found"


class TeamNotFound(NotFound):
    code = "team_not_found"


class CodeTaken(Conflict):
    code = "code_taken"
