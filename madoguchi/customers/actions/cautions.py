"""A warning about a customer (要注意): given, changed, lifted. Who did what and when is in the ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.access import audit
from madoguchi.customers.actions.acting import actor, touched
from madoguchi.customers.errors import CautionUnknown, CustomerInvalid
from madoguchi.customers.events import CautionChanged
from madoguchi.customers.model.structs import Caution, CautionKind
from madoguchi.customers.model.text import TooLong, clean
from madoguchi.customers.store import cautions as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter

NOTE_CHARACTERS = 500
LAST_YEAR = 2200
JOB = "customers.caution_over"

given = counter("cautions_given", "Warnings about customers", ("kind",))


class CautionOver(Struct, frozen=True, kw_only=True):
    """The body of the time-out: which warning ends."""

    caution: UUID


async def add_caution(
    customer: UUID, kind: CautionKind, note: str = "", *, expires: datetime | None = None,
    interaction: UUID | None = None,
) -> Caution:  # fmt: skip
    """Warn everybody who may see it, until `expires` (None: until it is lifted).

    Raises CustomerUnknown, CustomerInvalid.
    """
    words = _checked(note, expires)
    await touched(customer)
    made = await store.add(customer, kind, words, now(), actor(), expires, interaction)
    await _time(made)
    await audit("caution.given", "customer", customer, {"caution": str(made.id), "kind": kind}, reason=interaction,
                about=customer)  # fmt: skip
    record(CautionChanged(customer=customer, caution=made.id, kind=kind, state="given"))
    given.labels(kind).inc()
    return made


async def change_caution(id: UUID, note: str, expires: datetime | None) -> Caution:
    """Another wording, another end. Raises CautionUnknown (also once it was lifted), CustomerInvalid."""
    before = await _live(id)
    words = _checked(note, expires)
    await store.change(id, words, expires)
    after = await _found(id)
    await _time(after)
    await audit("caution.changed", "customer", before.customer, {"caution": str(id)}, about=before.customer)
    record(CautionChanged(customer=before.customer, caution=id, kind=before.kind, state="changed"))
    return after


async def lift_caution(id: UUID) -> None:
    """It does not hold any more. Raises CautionUnknown."""
    before = await _live(id)
    await store.lift(id, now(), actor())
    await cancel(_key(id))
    await audit("caution.lifted", "customer", before.customer, {"caution": str(id)}, about=before.customer)
    record(CautionChanged(customer=before.customer, caution=id, kind=before.kind, state="lifted"))


async def time_is_up(id: UUID) -> None:
    """Its time is over: whoever shows the customer reads anew."""
    found = await store.by_id(id)
    if found is not None and found.lifted is None and found.expires is not None and found.expires <= now():
        record(CautionChanged(customer=found.customer, caution=id, kind=found.kind, state="expired"))


async def _live(id: UUID) -> Caution:
    found = await store.by_id(id, lock=True)
    if found is None or found.lifted is not None:
        raise CautionUnknown
    return found


async def _found(id: UUID) -> Caution:
    found = await store.by_id(id)
    assert found is not None
    return found


async def _time(caution: Caution) -> None:
    if caution.expires is None:
        await cancel(_key(caution.id))
    else:
        await schedule(JOB, CautionOver(caution=caution.id), due=caution.expires, key=_key(caution.id))


def _key(id: UUID) -> str:
    return f"caution:{id}"


def _checked(note: str, expires: datetime | None) -> str:
    try:
        words = clean(note, NOTE_CHARACTERS)
    except TooLong:
        raise CustomerInvalid(faults=[Fault(at="note", code="too_long", params={"limit": NOTE_CHARACTERS})]) from None
    if expires is not None and (expires.tzinfo is None or expires.year > LAST_YEAR or expires <= now()):
        raise CustomerInvalid(faults=[Fault(at="expires", code="expires_past")])
    return words
