"""Knowing people: recognised by any address, shown whole in one look, found however one types."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from madoguchi import customers
from madoguchi.customers import (
    Address,
    ContractForm,
    CustomerInvalid,
    CustomerUnknown,
    Hours,
    IdentityCheckItem,
    LineForm,
    NewIdentity,
    OrderForm,
    OwnedForm,
    ProductForm,
    ProfileChange,
    ProfileForm,
)
from madoguchi.customers.errors import CustomerChanged, IdentityTaken
from madoguchi.customers.queries import search
from madoguchi.kit.db import db, unit
from madoguchi.kit.http import Principal
from madoguchi.kit.ids import new_id
from tests.rooms.customers.conftest import acting, misaki

PHONE = Address(kind="phone", value="+819012345678")


async def test_a_caller_is_recognised_by_their_number(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        seen = await customers.recognise(customers.caller("sip:09012345678@carrier"))
        assert (seen.customer, seen.candidates, seen.remembered) == (who.id, [who.id], False)
        assert (await customers.recognise(customers.normalise("email", "M.Hasegawa@Example.jp"))).customer == who.id
        assert (await customers.recognise(customers.caller("anonymous"))).candidates == []


async def test_two_on_one_number_are_asked_for_once_and_the_choice_can_be_corrected(agent: Principal) -> None:
    async with acting(agent):
        wife = await misaki()
        husband = await misaki(name="長谷川 亮", kana="ハセガワ リョウ", email="ryo@example.jp")
        seen = await customers.recognise(PHONE)
        assert seen.customer is None
        assert set(seen.candidates) == {wife.id, husband.id}
        await customers.remember(PHONE, husband.id)
        seen = await customers.recognise(PHONE)
        assert (seen.customer, seen.remembered) == (husband.id, True)
        assert set(seen.candidates) == {wife.id, husband.id}
        await customers.remember(PHONE, wife.id)
        assert (await customers.recognise(PHONE)).customer == wife.id
        await customers.forget(PHONE)
        assert (await customers.recognise(PHONE)).customer is None


async def test_choosing_somebody_for_a_new_number_gives_them_the_number(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        other = Address(kind="phone", value="+81450001180")
        await customers.remember(other, who.id)
        assert (await customers.recognise(other)).customer == who.id


async def test_the_card_shows_everything_at_once(supervisor: Principal) -> None:
    async with acting(supervisor):
        who = await misaki()
        fridge = await customers.add_product(
            ProductForm(code="MR-F502K", name_ja="冷蔵庫", name_en="Fridge", category="fridge", warranty_months=60)
        )
        await customers.add_owned(who.id, OwnedForm(product=fridge.id, bought=datetime(2023, 6, 30, tzinfo=UTC).date()))
        await customers.add_order(
            who.id,
            OrderForm(number="O-88213", status="shipped", lines=[LineForm(title="給水タンク", price_minor=3980)]),
        )
        await customers.add_contract(
            who.id, ContractForm(number="W-1", title="延長保証", starts=datetime(2023, 6, 30, tzinfo=UTC).date())
        )
        await customers.set_preferences(who.id, {"channel": "phone", "hours": {"start": "10:00", "end": "12:00"}})
        await customers.record_consent(who.id, "recording", "given")
        await customers.record_consent(who.id, "recording", "withdrawn")
        card = await customers.profile(who.id)
    assert (card.name, card.kana, card.romaji) == ("長谷川 美咲", "ハセガワ ミサキ", "hasegawa misaki")
    assert (card.postal_code, card.birth_date) == ("222-0033", "1985-04-02")
    assert [i.shown for i in card.identities] == ["090-1234-5678", "m.hasegawa@example.jp"]
    assert card.preferences.hours == Hours(start="10:00", end="12:00")
    assert [(c.purpose, c.state) for c in card.consents] == [("recording", "withdrawn")]
    assert [(o.number, o.total_minor, o.lines[0].title) for o in card.orders] == [("O-88213", 3980, "給水タンク")]
    assert (card.order_count, card.spent_minor) == (1, 3980)
    assert card.contracts[0].title == "延長保証"
    assert str(card.products[0].warranty_until) == "2028-06-30"


async def test_fields_are_masked_by_role(agent: Principal, supervisor: Principal, auditor: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        card = await customers.profile(who.id)
        assert card.birth_date == "1985-＊＊-＊＊"
        assert card.identities[0].value == "+819012345678"
    async with acting(auditor):
        card = await customers.profile(who.id)
        assert card.identities[0].shown == "＊＊＊＊5678"
        assert card.identities[0].masked
        assert "新横浜" not in card.address
        assert "1234" not in repr(await search("長谷川"))
    async with acting(supervisor):
        card = await customers.profile(who.id)
        assert card.birth_date == "1985-04-02"
        assert card.masked == []


@pytest.mark.parametrize(
    "typed",
    ["長谷川", "美咲", "はせがわ", "ﾐｻｷ", "asegaw", "Hasegawa Misaki", "5678", "1234-5678", "090-1234-5678",
     "m.hasegawa@exam", "o-882", "みどり", "midori"],
)  # fmt: skip
async def test_search_finds_by_anything_one_may_know(agent: Principal, typed: str) -> None:
    async with acting(agent):
        who = await misaki(company="みどり商会", company_kana="ミドリショウカイ")
        await misaki(name="田中 太郎", kana="タナカ タロウ", phone="03-1111-2222", email="tanaka@example.jp")
        await customers.add_order(who.id, OrderForm(number="O-88213"))
        assert [row.id for row in await search(typed)] == [who.id]


async def test_search_never_fails_on_odd_text(agent: Principal) -> None:
    async with acting(agent):
        await misaki()
        for typed in (
            "",
            "   ",
            "%",
            "'; drop table customer;--",
            "^",
            "🍣",
            "\\",
            "あ" * 70_000,
            "()",
            "{}",
            "[",
            '"',
            "@",
        ):
            assert await search(typed) == []


async def test_nobody_of_another_tenant_is_found(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
    async with unit(new_id()):
        assert await search("長谷川") == []
        assert await search("5678") == []
        assert (await customers.recognise(PHONE)).candidates == []
        with pytest.raises(CustomerUnknown):
            await customers.profile(who.id)


async def test_every_fault_of_a_new_customer_is_told_at_once(agent: Principal) -> None:
    form = ProfileForm(
        name="x" * 300, kana="漢字", tier="diamond", time_zone="Mars", birth_date="soon", language="日本"
    )
    async with acting(agent):
        with pytest.raises(CustomerInvalid) as refused:
            await customers.create(form, [NewIdentity(kind="phone", value="alice")])
    assert [(f.at, f.code) for f in refused.value.faults] == [
        ("name", "too_long"), ("kana", "kana_expected"), ("tier", "tier_unknown"), ("language", "language_unknown"),
        ("time_zone", "time_zone_unknown"), ("birth_date", "date_unreadable"),
        ("identities[0].value", "phone_unreadable"),
    ]  # fmt: skip


async def test_two_who_edit_do_not_overwrite_each_other(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        changed = await customers.update(who.id, ProfileChange(tier="platinum"), who.version)
        assert (changed.tier, changed.name, changed.version) == ("platinum", who.name, who.version + 1)
        with pytest.raises(CustomerChanged):
            await customers.update(who.id, ProfileChange(tier="silver"), who.version)
        same = await customers.update(who.id, ProfileChange(tier="platinum"), changed.version)
        assert same.version == changed.version


async def test_a_changed_name_is_found_under_the_new_one_only(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        await customers.update(who.id, ProfileChange(name="佐藤 美咲", kana="さとう みさき"), who.version)
        assert await search("長谷川") == []
        assert [row.id for row in await search("さとう")] == [who.id]


async def test_an_address_is_added_once_and_one_is_preferred(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        home = await customers.add_identity(
            who.id, NewIdentity(kind="phone", value="045-000-1180", label="自宅", preferred=True)
        )
        with pytest.raises(IdentityTaken):
            await customers.add_identity(who.id, NewIdentity(kind="phone", value="+81450001180"))
        card = await customers.profile(who.id)
        assert [(i.shown, i.preferred) for i in card.identities if i.kind == "phone"] == [
            ("045-000-1180", True), ("090-1234-5678", False),
        ]  # fmt: skip
        await customers.remove_identity(who.id, home.id)
        assert (await customers.recognise(Address(kind="phone", value="+81450001180"))).candidates == []


async def test_the_gate_asks_wishes_blocks_and_hours(agent: Principal) -> None:
    noon = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    async with acting(agent):
        who = await misaki()
        assert (await customers.may_contact(who.id, "voice", PHONE, noon)).allowed
        await customers.set_preference(who.id, "do_not_call", True)
        await customers.block_address("phone", "090-1234-5678", reason="harassment")
        verdict = await customers.may_contact(who.id, "voice", PHONE, noon.replace(hour=15))
        assert verdict.reasons == ["address_blocked", "do_not_call", "outside_calling_hours"]
        assert (await customers.may_contact(None, "voice", PHONE, noon)).reasons == ["address_blocked"]


async def test_a_wish_of_the_wrong_shape_is_refused(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        for key, value in (("hours", {"start": "9"}), ("opt_outs", "all"), ("colour", "red"), ("channel", "x" * 99)):
            with pytest.raises(CustomerInvalid):
                await customers.set_preference(who.id, key, value)


async def test_the_identity_check_is_judged_by_what_the_tenant_asks(agent: Principal) -> None:
    def item(code: str, passed: bool = True) -> IdentityCheckItem:
        return IdentityCheckItem(code=code, passed=passed)

    async with acting(agent):
        who, call = await misaki(), new_id()
        results = [
            (await customers.record_identity_check(call, who.id, items)).result
            for items in ([item("name"), item("phone")], [item("name")], [item("name"), item("phone", False)])
        ]
        assert results == ["passed", "partial", "failed"]
        with pytest.raises(CustomerInvalid):
            await customers.record_identity_check(call, who.id, [item("shoe_size")])


async def test_every_write_is_in_the_ledger(agent: Principal) -> None:
    async with acting(agent):
        who = await misaki()
        await customers.update(who.id, ProfileChange(tier="silver"), who.version)
        await customers.set_preference(who.id, "channel", "email")
        rows = await db().fetch("select action from audit_entry where subject_id = $1 order by id", who.id)
    assert [row["action"] for row in rows] == ["customer.created", "customer.changed", "preference.changed"]


async def test_deleting_nothing_is_told(agent: Principal) -> None:
    async with acting(agent):
        with pytest.raises(CustomerUnknown):
            await customers.set_preference(UUID(int=9), "channel", "email")
