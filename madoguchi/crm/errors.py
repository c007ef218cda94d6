"""What may go wrong with a CRM, seen from here and seen by an administrator."""

from madoguchi.kit.errors import Conflict, Invalid, NotFound, Unavailable


class CrmFault(Unavailable):
    """Base of what a connector raises."""

    code = "crm_fault"


class CrmUnreachable(CrmFault):
    """Nothing was sent: safe to try again."""

    code = "crm_unreachable"


class CrmResting(CrmUnreachable):
    """It failed again and again: for a while nothing is sent at all."""

    code = "crm_resting"


class CrmUnanswered(CrmFault):
    """Something was sent and nothing (readable) came back: it may have been done."""

    code = "crm_unanswered"


class CrmForbidden(CrmFault):
    """Our credentials do not open it."""

    code = "crm_forbidden"


class CrmRefused(CrmFault):
    """The CRM understood and will not: trying the same again is useless."""

    code = "crm_refused"


class ConnectionUnknown(NotFound):
    code = "crm_connection_unknown"


class ConnectionNameTaken(Conflict):
    code = "crm_connection_name_taken"


class ConnectionInactive(Conflict):
    code = "crm_connection_inactive"


class VendorUnknown(Invalid):
    code = "crm_vendor_unknown"


class SettingsInvalid(Invalid):
    code = "crm_settings_invalid"


class WritebackUnknown(NotFound):
    code = "crm_writeback_unknown"


class WritebackUnderWay(Conflict):
    code = "crm_writeback_under_way"
