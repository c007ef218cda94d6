"""What cases do about facts from below, and what desks see of cases and tasks at once."""

from __future__ import annotations

from madoguchi import interactions
from madoguchi.cases import queries
from madoguchi.cases.actions import attempts, callbacks
from madoguchi.cases.actions.tasks import missed_call, recognise_number, recognise_tasks, settle_missed, voicemail
from madoguchi.cases.events import (
    CallbackChanged,
    CaseChanged,
    CaseOpened,
    TaskChanged,
    TaskCreated,
    TaskDueSoon,
    TaskOverdue,
)
from madoguchi.cases.model.tasks import TaskRow
from madoguchi.customers import MASKS, addresses_of
from madoguchi.customers.events import IdentityAdded
from madoguchi.interactions.events import (
    CustomerRecognised,
    InteractionAbandoned,
    InteractionEnded,
    OutcomeRecorded,
    SegmentStarted,
    TranscriptWritten,
    VoicemailLeft,
)
from madoguchi.kit.facts import Push, reacts_to, watches

READERS = "permission:cases.read"
"""Everybody who may read cases. Some of them see masks only, so what is pushed shows no more: whoever may see a number
whole reads the task again."""


@reacts_to(InteractionAbandoned)
async def owe_a_call(fact: InteractionAbandoned) -> None:
    """Somebody gave up waiting: they are called back."""
    await missed_call(await interactions.interaction(fact.interaction))


@reacts_to(VoicemailLeft)
async def owe_an_answer(fact: VoicemailLeft) -> None:
    """Somebody left a message: they are called back."""
    await voicemail(await interactions.interaction(fact.interaction), fact.queue, fact.line_of_business)


@reacts_to(CustomerRecognised)
async def whose_task(fact: CustomerRecognised) -> None:
    """Tasks left by a contact follow whoever it turned out to be."""
    await recognise_tasks(fact.interaction, fact.customer)


@reacts_to(IdentityAdded)
async def whose_number(fact: IdentityAdded) -> None:
    """Calls missed from a number before anybody knew whose it is."""
    await recognise_number(fact.customer, await addresses_of(fact.customer))


@reacts_to(SegmentStarted)
async def talk_began(fact: SegmentStarted) -> None:
    """The customer has somebody of ours: what waited to be called back is settled by it."""
    contact = await interactions.interaction(fact.interaction)
    await attempts.reached(fact.interaction)
    await settle_missed(contact, fact.user)
    await callbacks.served(contact)


@reacts_to(InteractionEnded)
async def contact_over(fact: InteractionEnded) -> None:
    """A call of ours came to something; who asked to be called has hung up."""
    await attempts.call_over(fact.interaction, fact.cause)
    await callbacks.not_taken(fact.interaction)
    await callbacks.caller_gone(fact.interaction)


@reacts_to(OutcomeRecorded)
async def wrapped_up(fact: OutcomeRecorded) -> None:
    """The agent says that they reached nobody, whoever answered."""
    said = await interactions.dispositions(fact.interaction)
    if any(form.segment_id == fact.segment and form.resolution == "absent" for form in said):
        await attempts.absent_after_all(fact.interaction)


@watches(CaseOpened)
async def show_opened(fact: CaseOpened) -> list[Push]:
    """A new case on every desk that may see cases."""
    row = await queries.case_row(fact.case)
    return [Push(to=READERS, event="case.changed", body=row)]


@watches(CaseChanged)
async def show_changed(fact: CaseChanged) -> list[Push]:
    """A changed case on every desk that may see cases."""
    row = await queries.case_row(fact.case)
    return [Push(to=READERS, event="case.changed", body=row)]


@watches(TaskCreated)
async def show_task(fact: TaskCreated) -> list[Push]:
    """A new task at its owner's and at the customer's page; what anybody may take, everywhere."""
    return await _task_pushes(fact)


@watches(TaskChanged)
async def show_task_changed(fact: TaskChanged) -> list[Push]:
    """A changed task, also at whoever had it before."""
    pushes = await _task_pushes(fact)
    if fact.previous_owner not in (None, fact.owner):
        pushes.append(Push(to=f"user:{fact.previous_owner}", event="task.changed", body=pushes[0].body))
    return pushes


@watches(TranscriptWritten)
async def show_words(fact: TranscriptWritten) -> list[Push]:
    """What was said on the voicemail stands on the task for it."""
    return [push for task in await queries.message_tasks(fact.interaction, MASKS) for push in await _pushes(task)]


@watches(TaskOverdue)
async def show_overdue(fact: TaskOverdue) -> list[Push]:
    """A task that was not done in time."""
    return await _task_pushes(fact)


@watches(TaskDueSoon)
async def show_soon(fact: TaskDueSoon) -> list[Push]:
    """A promise that is to be kept soon: an alert at its owner's desk, or at those of whoever may take it."""
    row = await queries.task_row(fact.task, MASKS)
    to = READERS if fact.owner is None else f"user:{fact.owner}"
    return [Push(to=to, event="task.due_soon", body=row)]


@watches(CallbackChanged)
async def show_callback(fact: CallbackChanged) -> list[Push]:
    """Where the house's own callback stands."""
    return await _pushes(await queries.task_row(fact.task, MASKS))


async def _task_pushes(fact: TaskCreated | TaskChanged | TaskOverdue) -> list[Push]:
    return await _pushes(await queries.task_row(fact.task, MASKS))


async def _pushes(row: TaskRow) -> list[Push]:
    places = [READERS if row.owner_id is None else f"user:{row.owner_id}"]
    if row.customer_id is not None:
        places.append(f"topic:customer:{row.customer_id}")
    if row.case_id is not None:
        places.append(f"topic:case:{row.case_id}")
    return [Push(to=place, event="task.changed", body=row) for place in places]
