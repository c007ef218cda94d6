"""Addresses: the phone numbers, e-mail addresses and handles under which people reach us, in one form each.

Two entrances. `normalise` is for what a person typed or a file holds: it answers a usable address or raises Invalid
with a code. `caller` is for what a telephone network claims: calls are answered whatever it says, so it never raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

import msgspec
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, timezone

from madoguchi.customers.model.text import TooLong, clean
from madoguchi.kit.errors import Fault, Invalid

Kind = Literal["phone", "email", "handle"]
Withheld = Literal["withheld", "payphone", "unavailable"]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody can be reached. `value` is normalised (E.164, e-mail, handle), empty when withheld."""

    kind: Kind
    value: str
    raw: str = ""
    withheld: Withheld | None = None


class AddressInvalid(Invalid):
    code = "address_invalid"


MOST_ZONES = 12
"""A number of more zones belongs to a continent, and says nothing of where somebody is."""

LIMITS: dict[Kind, int] = {"phone": 64, "email": 254, "handle": 200}

# Words for a number that is not shown: RFC 3323 and carriers' display names, Japanese networks' reason codes
# (P privacy, C coin line, O out of area, S another service) and what people type.
_REASONS: dict[Withheld, str] = {
    "withheld": "anonymous|anonymous caller|restricted|private|withheld|blocked|id hidden|p|非通知|非通知設定|ヒツウチ",
    "payphone": "payphone|pay phone|coin line|coinline|coin line/payphone|c|公衆電話",
    "unavailable": "unavailable|unknown|not available|out of area|interaction with other service|o|s|none|null|-"
    "|<null>|<unknown>|表示圏外|通知不可|通知不可能",
}
_WITHHELD: dict[str, Withheld] = {word: reason for reason, words in _REASONS.items() for word in words.split("|")}

_SIP = re.compile(r"^(?:sips?|tel|callto):(?://)?(?P<rest>.*)$", re.IGNORECASE)
_NAME_ADDR = re.compile(r'^\s*(?P<display>"(?:[^"\\]|\\.)*"|[^<"]*?)\s*<(?P<uri>[^<>]*)>')
_DIALLED = re.compile(r"^\+?[\d\s().\-/]+$")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ーｰ─‧･・", "-"))
_EMAIL = re.compile(r"^[^\s@<>()\[\],;:\\\"]{1,64}@(?P<domain>[^\s@<>()\[\],;:\\\"]{1,253})$")
_HOST = re.compile(r"^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z0-9\-]{2,63}$")
_HANDLE = re.compile(r"^[^\s\"<>]+(?: [^\s\"<>]+)*$")


def withheld_reason(text: str) -> Withheld | None:
    """Why a number is not shown, when `text` is one of the words for that."""
    word = unicodedata.normalize("NFKC", text).strip().strip('"').strip().casefold()
    return _WITHHELD.get(word)


def _digits(text: str) -> str:
    """`text` as dialled characters, widths and dashes evened out; empty when other characters are in it."""
    plain = unicodedata.normalize("NFKC", text.translate(_HYPHENS)).translate(_HYPHENS).strip()
    plain = re.sub(r"[;,]?\s*(?:ext\.?|x|内線)[=:\s]*\d{1,8}$", "", plain, flags=re.IGNORECASE)
    if not _DIALLED.match(plain):
        return ""
    kept = "".join(c for c in plain if c in "+0123456789")
    return kept if kept.count("+") <= 1 else ""


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _readings(digits: str, region: str) -> list[str]:
    """How a string of digits may have been meant, likeliest first."""
    readings = [digits]
    if region == "JP" and digits[:3] in {"184", "186"} and len(digits) > 9:
        readings.insert(0, digits[3:])  # "do not show" / "show my number" dialled before it
    if not digits.startswith("+"):
        readings.append(f"+{digits}")  # carriers send E.164 without the plus
    return readings


@lru_cache(maxsize=16384)
def e164(text: str, region: str = "JP") -> str | None:
    """The E.164 form of a phone number as people and networks write it, or None when it is none.

    A number that the plan does not know yet is taken when it is written in full (with + or the trunk prefix 0):
    numbering plans grow faster than tables.
    """
    digits = _digits(text)
    if not 3 <= len(digits.lstrip("+")) <= 24:
        return None
    found = [number for number in (_parse(r, region) for r in _readings(digits, region)) if number]
    valid = [number for number in found if phonenumbers.is_valid_number(number)]
    if not valid and not (digits.startswith(("+", "0")) and len(digits) >= 9 and digits.strip("+0")):
        return None
    chosen = (valid or found)[:1]
    return phonenumbers.format_number(chosen[0], PhoneNumberFormat.E164) if chosen else None


def national(value: str, region: str = "JP") -> str:
    """An E.164 number as people of `region` read it: 03-1234-5678, or +1 202-555-0123 for one from abroad."""
    number = _parse(value, region)
    if number is None:
        return value
    own = number.country_code == phonenumbers.country_code_for_region(region)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if own else PhoneNumberFormat.INTERNATIONAL)


def country_of(value: str) -> str | None:
    """The country (ISO 3166) in which an E.164 number is at home; None for one that belongs to none, or to several."""
    number = _parse(value, "ZZ") if value.startswith("+") else None
    found = phonenumbers.region_code_for_number(number) if number else None
    return found if found and found.isalpha() and found != "ZZ" else None


def zones_of(value: str) -> tuple[str, ...]:
    """The time zones (IANA) in which an E.164 number may be at home; none where it says nothing (toll-free)."""
    number = _parse(value, "ZZ") if value.startswith("+") else None
    found = timezone.time_zones_for_number(number) if number else ()
    return found if len(found) <= MOST_ZONES and "Etc/Unknown" not in found else ()


def tail_key(value: str) -> str:
    """A phone number's digits from the last to the first, so that "ends with 5678" is a prefix."""
    return "".join(c for c in value if c.isdigit())[::-1]


def _fail(code: str, raw: str) -> AddressInvalid:
    return AddressInvalid(faults=[Fault(at="value", code=code, params={"length": len(raw)})])


def _phone(raw: str, text: str, region: str) -> Address:
    reason = withheld_reason(text)
    if reason:
        return Address(kind="phone", value="", raw=raw, withheld=reason)
    value = e164(text, region)
    if value is None:
        raise _fail("phone_unreadable", raw)
    return Address(kind="phone", value=value, raw=raw)


def _email(raw: str, text: str) -> Address:
    plain = unicodedata.normalize("NFKC", text).casefold().removeprefix("mailto:")
    match = _EMAIL.match(plain)
    if match is None:
        raise _fail("email_unreadable", raw)
    try:
        domain = match["domain"].encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    value = f"{plain.rpartition('@')[0]}@{domain}"
    if not _HOST.match(domain) or len(value) > LIMITS["email"]:
        raise _fail("email_unreadable", raw)
    return Address(kind="email", value=value, raw=raw)


def normalise(kind: Kind, raw: str, region: str = "JP") -> Address:
    """The address in its one form. `region`: where a number without a country code is meant.

    Raises AddressInvalid with a fault: phone_unreadable, email_unreadable, handle_unreadable or too_long.
    """
    try:
        text = clean(raw, LIMITS[kind])
    except TooLong as error:
        raise AddressInvalid(faults=[Fault(at="value", code="too_long", params={"limit": error.limit})]) from None
    if kind == "phone":
        return _phone(text, text, region)
    if kind == "email":
        return _email(text, text)
    if not _HANDLE.match(text):
        raise _fail("handle_unreadable", raw)
    return Address(kind="handle", value=text, raw=text)


def _user_part(text: str) -> tuple[str, str]:
    """Display name and user of a SIP name-addr, SIP or tel URI; a bare string is its own user."""
    display = ""
    match = _NAME_ADDR.match(text)
    if match:
        display, text = match["display"].strip().strip('"'), match["uri"].strip()
    uri = _SIP.match(text)
    if uri:
        text = uri["rest"].partition("@")[0].partition(";")[0].partition("?")[0].partition(":")[0]
        text = " ".join(clean(unquote(text, errors="ignore"), 1024).split())
    return display, text


def caller(raw: str, region: str = "JP") -> Address:
    """Who a call claims to come from. Never raises: what cannot be read is kept as a handle, or "unavailable"."""
    try:
        text = clean(raw[:1024], 1024)
    except TooLong:
        text = ""
    display, user = _user_part(text)
    kept = text[: LIMITS["handle"]]
    value = e164(user, region)
    reason = None if value else withheld_reason(display) or withheld_reason(user)
    if reason or not user:
        return Address(kind="phone", value="", raw=kept, withheld=reason or "unavailable")
    if value:
        return Address(kind="phone", value=value, raw=kept)
    handle = " ".join("".join(" " if c in '"<>' else c for c in user).split())[: LIMITS["handle"]].strip()
    if not handle:
        return Address(kind="phone", value="", raw=kept, withheld="unavailable")
    return Address(kind="handle", value=handle, raw=kept)
