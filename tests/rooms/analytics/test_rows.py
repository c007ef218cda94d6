"""What one contact comes to, where the road was not straight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.analytics.model.rows import rows_of
from madoguchi.interactions import Account, Interaction, Segment
from madoguchi.routing import PastOffer, PastWait

START = datetime(2026, 11, 24, 1, tzinfo=UTC)
CALL, FIRST, SECOND, A, B = (UUID(int=n) for n in range(1, 6))


def after(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def account(*parts: Segment) -> Account:
    """An inbound call with these parts."""
    fields: dict[str, Any] = {
        "id": CALL, "medium": "voice", "medium_ref": "r", "direction": "in", "conversation_id": CALL,
        "customer_id": None, "address_kind": "phone", "address_value": "", "address_raw": "", "withheld": None,
        "dialled": "", "entry_point": None, "line_of_business_id": None, "queue_id": FIRST, "state": "closed",
        "outcome": "none", "cause": "", "opened": START, "answered": None, "ended": after(900), "closed": after(900),
        "caller_relation": "", "contract_holder_id": None, "version": 1, "remedy": "",
    }  # fmt: skip
    known = {name: value for name, value in fields.items() if name in Interaction.__struct_fields__}
    return Account(contact=msgspec.convert(known, Interaction), parts=list(parts))


def part(user: UUID, connected: int | None, ended: int) -> Segment:
    """Somebody's part, ended by the customer."""
    return Segment(
        id=UUID(int=user.int + 100), interaction_id=CALL, user_id=user, queue_id=FIRST, status="ended", muted=False,
        since=after(ended), ring_at=after(connected or 0), connected_at=None if connected is None else after(connected),
        ended_at=after(ended), ended_by="customer", ring_seconds=0, talk_seconds=ended - (connected or 0),
        hold_seconds=0, wrap_seconds=10, outcome="classified", aside_at=None, consult_seconds=0,
    )  # fmt: skip


def wait(queue: UUID | None = FIRST, exit: str = "connected", ended: int = 30, **more: Any) -> PastWait:
    fields: dict[str, Any] = {
        "id": UUID(int=50), "interaction": CALL, "medium": "voice", "queue": queue, "target": None, "from_user": None,
        "entered": START, "arrived": START, "been": [], "ended": after(ended), "exit": exit,
    }  # fmt: skip
    return PastWait(**fields | more)


def offer(user: UUID, state: str) -> PastOffer:
    return PastOffer(
        id=UUID(int=user.int + 200), item=UUID(int=50), interaction=CALL, user=user, queue=FIRST, state=state,
        cause=None, made=START, ended=after(30),
    )  # fmt: skip


def test_a_contact_that_overflows_was_offered_to_both_queues_and_its_waiting_counts_on() -> None:
    moved = wait(SECOND, been=[FIRST], arrived=after(60), ended=90)
    rows = rows_of(account(part(A, 90, 200)), [moved], [offer(A, "accepted")])
    assert [(each.queue_id, each.exit, each.waited) for each in rows.waits] == [
        (FIRST, "overflow", 60),
        (SECOND, "connected", 90),
    ]
    assert len({each.id for each in rows.waits}) == 2


def test_who_was_connected_counts_though_another_was_asked() -> None:
    rows = rows_of(account(part(B, 25, 200)), [wait(ended=25)], [offer(A, "withdrawn")])
    assert (rows.waits[0].user_id, rows.contact.user_id) == (B, B)


def test_handing_over_to_one_person_is_no_wait_in_a_queue_until_it_falls_back_to_it() -> None:
    assert rows_of(account(), [wait(target=A)], []).waits == []
    assert rows_of(account(), [wait(None)], []).waits == []
    assert [each.queue_id for each in rows_of(account(), [wait()], []).waits] == [FIRST]


def test_what_still_goes_on_is_not_counted_yet() -> None:
    lives = msgspec.structs.replace(part(A, 20, 200), status="talking", ended_at=None, wrap_seconds=None)
    asked = msgspec.structs.replace(offer(A, "pending"), ended=None)
    waiting = msgspec.structs.replace(wait(), exit=None, ended=None)
    rows = rows_of(account(lives), [waiting], [asked])
    assert (rows.parts, rows.offers, rows.waits[0].exit, rows.waits[0].waited) == ([], [], None, None)
