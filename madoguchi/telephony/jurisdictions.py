"""What must have happened before a talk may be recorded, by where the other side's number is at home. Pure.

The rules that are delivered follow the texts named beside them; where a text leaves room, the stricter reading was
taken. They are a beginning and no legal advice: every tenant may set its own (`RecordingConsentSettings`).

Notice is enough:

- JP: no law forbids a party to record its own talk (Supreme Court, decision of 12 July 2000); the purpose of use is to
  be notified when personal information is taken (個人情報保護法 art. 21).
- US, where a state asks nothing more: one party's consent, 18 U.S.C. § 2511(2)(d). The states that differ are below.
- US-CT: a verbal notice at the start is one of three ways, Conn. Gen. Stat. § 52-570d(a). US-MT: a warning suffices,
  Mont. Code § 45-8-213(1)(c). US-WA: consent is given by an announcement that is itself recorded, RCW 9.73.030(3).
- CA: one party, Criminal Code s. 184(2)(a); knowledge and purpose, PIPEDA sch. 1 cl. 4.3 with the Privacy
  Commissioner's guidelines on recording customer calls.
- GB: all reasonable efforts to inform, Investigatory Powers (Interception by Businesses etc.) Regulations, SI 2018/356.
- AU: knowledge of the person who speaks, Telecommunications (Interception and Access) Act 1979 s. 6(1).
- NZ: a party may, Crimes Act 1961 s. 216B(2); notice, Privacy Act 2020 IPP 3.
- KR: a party may, 통신비밀보호법 art. 3 and 14; TW: a party may, 通訊保障及監察法 art. 29(3); in both with notice.
- SG: consent by notification, PDPA s. 15A; HK: notice, PDPO DPP 1(3).

Consent by a key:

- US-CA Penal Code § 632.7; US-DE 11 Del. C. § 1335(a)(4); US-FL Fla. Stat. § 934.03(2)(d); US-IL 720 ILCS 5/14-2;
  US-MA M.G.L. c. 272 § 99; US-MD Cts. & Jud. Proc. § 10-402(c)(3); US-MI MCL 750.539c; US-NH RSA 570-A:2;
  US-NV NRS 200.620; US-PA 18 Pa.C.S. § 5704(4).
- DE: StGB § 201 punishes recording the spoken word without authority; AT: StGB § 120; CH: StGB art. 179bis and 179ter.
- EU, for every other member state (and IS, LI, NO): consent of the users concerned, Directive 2002/58/EC art. 5(1), and
  a basis under art. 6 GDPR.
- CN: consent, 个人信息保护法 art. 13 and 14; IN: Digital Personal Data Protection Act 2023 s. 6; BR: LGPD art. 7.

Everywhere else, and for a number that is withheld, cannot be read or belongs to no place, it is as the tenant chose for
unknown callers; as delivered, consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from madoguchi.customers import country_of
from madoguchi.telephony.area_codes import state_of

Rule = Literal["notice", "consent", "never"]
"""That the other side was told is enough; they must have pressed the key; it is not recorded."""

_UNION: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO"
UNION: Final = frozenset(_UNION.split())
"""Countries that a rule for "EU" is for: the member states, and those who apply its law."""

_NOTICE: Final = "JP US US-CT US-MT US-WA CA GB AU NZ KR TW SG HK"
_CONSENT: Final = "US-CA US-DE US-FL US-IL US-MA US-MD US-MI US-NH US-NV US-PA DE AT CH EU CN IN BR"
DELIVERED: Final[dict[str, Rule]] = {
    **dict.fromkeys(_NOTICE.split(), "notice"),
    **dict.fromkeys(_CONSENT.split(), "consent"),
}


class Ruling(Struct, frozen=True, kw_only=True):
    """The rule for one call, and the region that it is for ("US-CA", "DE"; "" where nobody knows)."""

    rule: Rule
    region: str


def region_of(number: str) -> str:
    """Where an E.164 number is at home: ISO 3166 country, for the United States with the state; "" if nobody knows."""
    country = country_of(number) or ""
    if country != "US":
        return country
    state = state_of(number)
    return f"US-{state}" if state else ""


def ruling(number: str, own: Mapping[str, Rule], unknown: Rule) -> Ruling:
    """The rule for a number: what the tenant set, before what is delivered; the nearer region before the wider."""
    region = region_of(number)
    for rules in (own, DELIVERED):
        for place in _places(region):
            if place in rules:
                return Ruling(rule=rules[place], region=region)
    return Ruling(rule=unknown, region=region)


def _places(region: str) -> list[str]:
    country = region.partition("-")[0]
    wider = [country] if country != region else []
    return [region, *wider, *(["EU"] if country in UNION else [])] if region else []
