"""A test call over a trunk: does it ring, is it answered, what went wrong."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from madoguchi import customers
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, unit
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.log import log
from madoguchi.telephony.booked import LEG_DUE, LegDue
from madoguchi.telephony.errors import NoLine, NumberInvalid, TestCallUnknown, TrunkUnknown
from madoguchi.telephony.events import TestCallChanged
from madoguchi.telephony.lines import for_a_new_call, line
from madoguchi.telephony.model import TestCall, TestState
from madoguchi.telephony.ports import LegGone, NotReachable, Origination, SwitchAway, ToNumber
from madoguchi.telephony.store import setup

RING_SECONDS = 30
LONGEST = timedelta(seconds=60)
PROMPT = "test-call"
SHORT = re.compile(r"[0-9*#]{2,8}")


async def start(trunk: UUID, number: str) -> TestCall:
    """Ring `number` over the trunk and speak a sentence once it is answered. Raises TrunkUnknown, NumberInvalid."""
    found = await setup.trunk(trunk)
    if found is None:
        raise TrunkUnknown
    to = ToNumber(dialable(number), str(trunk))
    shown = await setup.outbound_number(None)
    test = TestCall(
        id=new_id(),
        trunk_id=trunk,
        leg=new_id().hex,
        switch=for_a_new_call(),
        state="dialling",
        cause="",
        made=now(),
        answered=None,
        ended=None,
    )
    await setup.insert_test(test)
    await schedule(LEG_DUE, LegDue(leg=test.leg), due=now() + LONGEST, key=f"{LEG_DUE}:{test.leg}")
    order = Origination(
        leg=test.leg, call=str(test.id), to=to, caller=shown.e164 if shown else "", ring_seconds=RING_SECONDS
    )
    after_commit(partial(_dial, current_tenant(), test, order))
    return test


async def find(id: UUID) -> TestCall:
    """Raises TestCallUnknown."""
    found = await setup.test_call(id)
    if found is None:
        raise TestCallUnknown
    return found


async def latest() -> list[TestCall]:
    """The last test call of each trunk that was ever tried."""
    return await setup.latest_tests()


async def move(leg: str, state: TestState, cause: str, at: datetime) -> None:
    """The switch reported something of a leg that may be a test's."""
    test = await setup.test_of_leg(leg)
    if test is None:
        return
    if state == "failed" and test.state == "answered":
        state, cause = "done", ""
    moved = await setup.move_test(test.id, state, cause, at)
    if moved is None:
        return
    record(TestCallChanged(test_call=moved.id, trunk=moved.trunk_id, state=moved.state, cause=moved.cause))
    if state == "answered":
        after_commit(partial(_speak, moved))


async def spoken(leg: str) -> None:
    """The sentence is over."""
    test = await setup.test_of_leg(leg)
    if test is not None:
        after_commit(partial(_end, test))


async def overdue(leg: str) -> None:
    """A test that never came to an end."""
    test = await setup.test_of_leg(leg)
    if test is not None:
        await move(leg, "failed", "no_answer", now())
        after_commit(partial(_end, test))


def dialable(number: str) -> str:
    """E.164, or a short number as it is. Raises NumberInvalid."""
    plain = number.strip()
    if SHORT.fullmatch(plain):
        return plain
    try:
        value = customers.normalise("phone", plain).value
    except customers.AddressInvalid as error:
        raise NumberInvalid(faults=[Fault(at="number", code="number_invalid")]) from error
    if not value:
        raise NumberInvalid(faults=[Fault(at="number", code="number_invalid")])
    return value


async def _dial(tenant: UUID, test: TestCall, order: Origination) -> None:
    try:
        await line(test.switch).originate(order)
    except (NotReachable, SwitchAway, NoLine) as error:
        cause = error.cause if isinstance(error, NotReachable) else "no_switch"
        async with unit(tenant):
            await move(test.leg, "failed", cause, now())


async def _speak(test: TestCall) -> None:
    try:
        await line(test.switch).play(test.leg, new_id().hex, [f"{PROMPT}-ja", f"{PROMPT}-en"])
    except (LegGone, SwitchAway, NoLine) as error:
        log.info("test_call_unheard", error=type(error).__name__)


async def _end(test: TestCall) -> None:
    try:
        await line(test.switch).hang_up(test.leg)
    except (LegGone, SwitchAway, NoLine) as error:
        log.info("test_call_gone", error=type(error).__name__)
