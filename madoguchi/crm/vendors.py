"""The kinds of CRM that this installation knows. Filled in bootstrap; a new vendor edits nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from madoguchi.crm.errors import SettingsInvalid, VendorUnknown
from madoguchi.crm.ports import Vendor
from madoguchi.kit.errors import Fault
from madoguchi.kit.explain import explain

_vendors: dict[str, Vendor] = {}


def register_vendor(vendor: Vendor) -> None:
    """Let tenants connect to this kind of CRM."""
    _vendors[vendor.code] = vendor


def forget_vendor(code: str) -> None:
    """Take a kind of CRM away."""
    _vendors.pop(code, None)


def vendors() -> list[Vendor]:
    """Every kind, by code."""
    return [_vendors[code] for code in sorted(_vendors)]


def vendor(code: str) -> Vendor:
    """One kind. Raises `VendorUnknown`."""
    found = _vendors.get(code)
    if found is None:
        raise VendorUnknown(faults=[Fault(at="vendor", code="crm_vendor_unknown")])
    return found


def settings_of(code: str, settings: Mapping[str, Any]) -> msgspec.Struct:
    """A vendor's settings out of what was sent or stored. Raises `SettingsInvalid` saying where and what."""
    try:
        return msgspec.convert(dict(settings), vendor(code).settings)
    except msgspec.ValidationError as error:
        raise SettingsInvalid(faults=[explain(str(error), "settings")]) from error
