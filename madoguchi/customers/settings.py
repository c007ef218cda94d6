"""What a tenant decides about its customers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings


class TierSetting(msgspec.Struct, frozen=True, kw_only=True):
    """A tier of customers; the first of the list is the highest."""

    code: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$")]
    name_ja: str
    name_en: str


class CheckItemSetting(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the identity check (本人確認). `field`: the profile field that the answer is compared with."""

    code: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$")]
    name_ja: str
    name_en: str
    field: str = ""
    required: bool = True


def _tier(code: str, name_ja: str, name_en: str) -> TierSetting:
    return TierSetting(code=code, name_ja=name_ja, name_en=name_en)


def _item(code: str, name_ja: str, name_en: str, required: bool = True) -> CheckItemSetting:
    return CheckItemSetting(code=code, name_ja=name_ja, name_en=name_en, field=code, required=required)


@tenant_settings("customers")
class CustomerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Customers: tiers, the identity check, masking, imports."""

    tiers: Annotated[tuple[TierSetting, ...], Meta(description="Tiers, highest first.", min_length=1)] = (
        _tier("platinum", "プラチナ", "Platinum"),
        _tier("gold", "ゴールド", "Gold"),
        _tier("silver", "シルバー", "Silver"),
        _tier("standard", "一般", "Standard"),
    )
    default_tier: Annotated[str, Meta(description="Tier of a new customer.")] = "standard"
    identity_check: Annotated[tuple[CheckItemSetting, ...], Meta(description="Questions of the identity check.")] = (
        _item("name", "お名前", "Name"),
        _item("phone", "ご登録の電話番号", "Registered phone number"),
        _item("birth_date", "生年月日", "Date of birth", required=False),
        _item("address", "ご住所", "Address", required=False),
    )
    consent_purposes: Annotated[tuple[str, ...], Meta(description="What customers consent to.")] = (
        "recording", "marketing", "third_party",
    )  # fmt: skip
    timed_media: Annotated[tuple[str, ...], Meta(description="Media that ring at once.")] = ("voice", "sms")
    sensitive_fields: Annotated[
        tuple[str, ...], Meta(description="Fields that open only by a recorded reveal: birth_date, address, phone …")
    ] = ("birth_date",)
    region: Annotated[str, Meta(description="Country of numbers without a country code.", pattern="^[A-Z]{2}$")] = "JP"
    currency: Annotated[
        str, Meta(description="What a customer's orders of a year are added up in.", pattern="^[A-Z]{3}$")
    ] = "JPY"
    time_zone: Annotated[str, Meta(description="Time zone of customers whose own is not known.")] = "Asia/Tokyo"
    language: Annotated[str, Meta(description="Language of customers whose own is not known.")] = "ja"
    import_keep_days: Annotated[
        int, Meta(description="Days for which an import can be undone and its rows are kept.", ge=1, le=365)
    ] = 30
