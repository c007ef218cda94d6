"""Where a number is at home, and which rule is for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, geocoder

from madoguchi.telephony.area_codes import STATES, state_of
from madoguchi.telephony.jurisdictions import DELIVERED, UNION, Rule, region_of, ruling

RULES: list[Rule] = ["notice", "consent", "never"]


@pytest.mark.parametrize(
    ("number", "region", "rule"),
    [
        ("+81312345678", "JP", "notice"),
        ("+12122000123", "US-NY", "notice"),
        ("+14152000123", "US-CA", "consent"),
        ("+12062000123", "US-WA", "notice"),
        ("+18002000123", "", "consent"),  # toll-free: at home nowhere
        ("+16132000123", "CA", "notice"),
        ("+493012345678", "DE", "consent"),
        ("+33123456789", "FR", "consent"),  # by the rule for the union
        ("+442071234567", "GB", "notice"),
        ("+5491123456789", "AR", "consent"),  # no rule delivered
        ("+80012345678", "", "consent"),  # a number of no country
        ("", "", "consent"),
        ("maru", "", "consent"),
    ],
)
def test_the_delivered_rules(number: str, region: str, rule: Rule) -> None:
    found = ruling(number, {}, "consent")
    assert (found.region, found.rule) == (region, rule)


def test_the_nearer_of_the_tenant_s_rules_counts_and_any_of_them_before_the_delivered() -> None:
    own: dict[str, Rule] = {"US": "never", "US-CA": "notice", "EU": "notice"}
    assert ruling("+14152000123", own, "consent").rule == "notice"
    assert ruling("+12122000123", own, "consent").rule == "never"
    assert ruling("+493012345678", own, "consent").rule == "notice"


@given(st.text(max_size=20), st.sampled_from(RULES))
def test_any_text_has_a_rule(text: str, unknown: Rule) -> None:
    found = ruling(text, {}, unknown)
    assert found.rule == DELIVERED.get(found.region, found.rule)
    if not found.region:
        assert found.rule == unknown


def test_area_codes_are_where_the_numbering_plan_has_them() -> None:
    """Against libphonenumber's own data, which names a town and its state, or the state."""
    names = {"Washington State": "WA", "Washington D.C.": "DC", "Washington, D.C.": "DC"}
    wrong = {}
    for code, state in STATES.items():
        described = {
            geocoder.description_for_number(PhoneNumber(country_code=1, national_number=int(f"{code}{n}0123")), "en")
            for n in range(200, 1000, 40)
        }
        told = {names.get(text, text[-2:]) for text in described if text in names or text[-4:-2] == ", "}
        if told and state not in told:
            wrong[code] = told
    assert wrong == {}
    assert len(set(STATES.values())) == 51
    assert len(STATES) > 340


def test_states_are_of_the_united_states_only() -> None:
    assert state_of("+819012345678") is None
    assert region_of("+14162000123") == "CA"
    assert len(UNION) == 30
