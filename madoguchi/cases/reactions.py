"""What cases do about facts from below, and what desks see of cases and tasks at once."""

from __future__ import annotations

from madoguchi import interactions
from madoguchi.cases import queries
from madoguchi.cases.actions.tasks import missed_call, recognise_tasks
from madoguchi.cases.events import CaseChanged, CaseOpened, TaskChanged, TaskCreated, TaskOverdue
from madoguchi.interactions.events import CustomerRecognised, InteractionAbandoned
from madoguchi.kit.facts import Push, reacts_to, watches

READERS = "permission:cases.read"


@reacts_to(InteractionAbandoned)
async def owe_a_call(fact: InteractionAbandoned) -> None:
    """Somebody gave up waiting: they are called back."""
    await missed_call(await interactions.interaction(fact.interaction))


@reacts_to(CustomerRecognised)
async def whose_task(fact: CustomerRecognised) -> None:
    """Tasks left by a contact follow whoever it turned out to be."""
    await recognise_tasks(fact.interaction, fact.customer)


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


@watches(TaskOverdue)
async def show_overdue(fact: TaskOverdue) -> list[Push]:
    """A task that was not done in time."""
    return await _task_pushes(fact)


async def _task_pushes(fact: TaskCreated | TaskChanged | TaskOverdue) -> list[Push]:
    row = await queries.task_row(fact.task)
    places = [READERS if fact.owner is None else f"user:{fact.owner}"]
    if fact.customer is not None:
        places.append(f"topic:customer:{fact.customer}")
    if row.case_id is not None:
        places.append(f"topic:case:{row.case_id}")
    return [Push(to=place, event="task.changed", body=row) for place in places]
