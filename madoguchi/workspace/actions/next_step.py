"""What a finished form promises becomes tasks: with an owner and a due time, so that nobody has to remember."""

from datetime import timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.access import users_by_id
from madoguchi.cases import TaskForm, TaskKind, create_task
from madoguchi.customers import profiles
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.settings import setting
from madoguchi.workspace.model.wrapup import NextStep, Wrapup, WrapupForm
from madoguchi.workspace.settings import WorkspaceSettings

KINDS: dict[str, TaskKind] = {"task": "follow_up", "callback": "callback"}


async def faults(form: WrapupForm) -> list[Fault]:
    """People the form names who do not exist."""
    found: list[Fault] = []
    owner = form.next_step.owner if form.next_step else None
    if owner and owner not in await users_by_id([owner]):
        found.append(Fault(at="next_step.owner", code="owner_unknown"))
    holder = form.contract_holder
    if holder and holder not in await profiles([holder]):
        found.append(Fault(at="contract_holder", code="holder_unknown"))
    return found


async def create(wrapup: Wrapup, form: WrapupForm) -> None:
    """The task of the next step, and one for a callback that is owed and not the next step itself."""
    contact = await interactions.interaction(wrapup.interaction_id)
    step = form.next_step
    if step is not None:
        await _task(contact, wrapup.user_id, step)
    if form.callback_owed and (step is None or step.kind != "callback"):
        hours = (await setting(WorkspaceSettings)).callback_hours
        await _task(contact, wrapup.user_id, NextStep(kind="callback", due=now() + timedelta(hours=hours)))


async def _task(contact: Interaction, user: UUID, step: NextStep) -> None:
    form = TaskForm(
        kind=KINDS[step.kind],
        text=step.text,
        customer_id=contact.customer_id,
        interaction_id=contact.id,
        line_of_business_id=contact.line_of_business_id,
        owner_id=step.owner or user,
        address_kind=contact.address_kind,
        address_value=contact.address_value,
        due=step.due,
    )
    await create_task(form, by=user)
