"""What telephone networks claim and people type: one form each, or a clear no, and never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.customers.model.address import LIMITS, AddressInvalid, caller, e164, national, normalise, tail_key

anything = st.text(alphabet=st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("03-1234-5678", "+81312345678"),
        ("０３−１２３４−５６７８", "+81312345678"),
        ("03ー1234ー5678", "+81312345678"),
        ("(03) 1234 5678 内線12", "+81312345678"),
        ("+81(0)3-1234-5678", "+81312345678"),
        ("81312345678", "+81312345678"),
        ("090-1234-5678", "+819012345678"),
        ("050-1234-5678", "+815012345678"),
        ("0120-000-315", "+81120000315"),
        ("0800-123-4567", "+818001234567"),
        ("184 03-1234-5678", "+81312345678"),
        ("186-090-1234-5678", "+819012345678"),
        ("010-1-202-555-0123", "+12025550123"),
        ("+44 20 7183 8750", "+442071838750"),
        ("442071838750", "+442071838750"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, value: str) -> None:
    assert normalise("phone", written).value == value


@pytest.mark.parametrize("written", ["", "110", "1001", "alice", "+1-800-FLOWERS", "0" * 30, "++81", "+", "\x00", "🍣"])
def test_what_is_no_number_is_refused_with_its_code(written: str) -> None:
    with pytest.raises(AddressInvalid) as refused:
        normalise("phone", written)
    assert refused.value.faults[0].code == "phone_unreadable"


@pytest.mark.parametrize(
    ("claimed", "kind", "value", "withheld"),
    [
        ('"Anonymous" <sip:anonymous@anonymous.invalid>', "phone", "", "withheld"),
        ('"Coin line/payphone" <sip:anonymous@carrier.example>', "phone", "", "payphone"),
        ('"Unavailable" <sip:anonymous@carrier.example>', "phone", "", "unavailable"),
        ("非通知", "phone", "", "withheld"),
        ("公衆電話", "phone", "", "payphone"),
        ("表示圏外", "phone", "", "unavailable"),
        ("P", "phone", "", "withheld"),
        ("C", "phone", "", "payphone"),
        ("O", "phone", "", "unavailable"),
        ("", "phone", "", "unavailable"),
        ("\x00" * 70_000, "phone", "", "unavailable"),
        ("<sip:+81312345678@10.0.0.1;user=phone>;tag=88", "phone", "+81312345678", None),
        ("sip:+81312345678;npdi@gw:5060", "phone", "+81312345678", None),
        ("tel:+81-3-1234-5678;phone-context=x", "phone", "+81312345678", None),
        ("sip:1001:secret@h", "handle", "1001", None),
        ('"a" <sip:%00%ff@x>', "phone", "", "unavailable"),
        ('"x" <', "handle", "x", None),
        ("𠮷👩‍👩‍👧", "handle", "𠮷👩‍👩‍👧", None),
    ],
)
def test_a_caller_is_read_from_any_sip_form(claimed: str, kind: str, value: str, withheld: str | None) -> None:
    address = caller(claimed)
    assert (address.kind, address.value, address.withheld) == (kind, value, withheld)


@given(anything)
def test_a_call_is_answered_whatever_the_network_claims(claimed: str) -> None:
    address = caller(claimed)
    assert bool(address.value) != bool(address.withheld)
    assert "\x00" not in address.value + address.raw
    assert len(address.value) <= LIMITS["handle"]
    address.value.encode()


@given(st.from_regex(r'"?[^"]{0,20}"? ?<sips?:[^>]{0,60}>?;?.{0,20}', fullmatch=True))
def test_malformed_name_addresses_never_raise(claimed: str) -> None:
    caller(claimed)


@given(st.sampled_from(["phone", "email", "handle"]), anything)
def test_typed_text_gives_an_address_or_a_clear_no(kind: str, typed: str) -> None:
    try:
        address = normalise(kind, typed)  # type: ignore[arg-type]  # a parameter's str is one of the literals
    except AddressInvalid as error:
        refused = error
    else:
        assert bool(address.value) != bool(address.withheld)
        address.value.encode()
        return
    assert refused.faults[0].code in {"phone_unreadable", "email_unreadable", "handle_unreadable", "too_long"}


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(["070", "080", "090", "050"]))
def test_normalising_twice_changes_nothing(subscriber: int, prefix: str) -> None:
    value = e164(f"{prefix}{subscriber}")
    assert value is not None
    assert e164(value) == value
    assert e164(national(value)) == value


@given(st.from_regex(r"[a-z0-9._+\-]{1,20}@[a-z][a-z0-9]{1,10}\.(co\.jp|com|ne\.jp)", fullmatch=True))
def test_an_email_is_one_address_in_any_case(address: str) -> None:
    assert normalise("email", address.upper()).value == normalise("email", f" {address} ").value == address


def test_japanese_mobile_addresses_and_domains_are_taken() -> None:
    assert normalise("email", "misaki..h@Docomo.NE.jp").value == "misaki..h@docomo.ne.jp"
    assert normalise("email", "ｍａｉｌ＠example.co.jp").value == "mail@example.co.jp"
    assert normalise("email", "太郎@例え.jp").value == "太郎@xn--r8jz45g.jp"


def test_an_endless_address_is_refused_as_too_long() -> None:
    for kind in LIMITS:
        with pytest.raises(AddressInvalid) as refused:
            normalise(kind, "9" * 65_536)
        assert refused.value.faults[0].code == "too_long"


def test_numbers_are_shown_as_the_region_reads_them() -> None:
    assert national("+819012345678") == "090-1234-5678"
    assert national("+81120000315") == "0120-000-315"
    assert national("+12025550123") == "+1 202-555-0123"
    assert national("no number") == "no number"


def test_the_last_four_digits_lead_the_tail() -> None:
    assert tail_key("+819012345678").startswith("5678"[::-1])
