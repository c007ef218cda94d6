"""A wrap-up opens by itself, runs against its time, is extended, runs out, and is finished, late or in time."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from madoguchi import interactions, routing
from madoguchi.access import audit
from madoguchi.interactions.events import SegmentEnded
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter, histogram
from madoguchi.kit.settings import setting
from madoguchi.workspace.actions import drafts, next_step
from madoguchi.workspace.errors import NoMoreExtensions, WrapupDone, WrapupIncomplete, WrapupUnknown
from madoguchi.workspace.events import WrapupChanged, WrapupOpened
from madoguchi.workspace.model.wrapup import ChosenReason, Rule, Wrapup, WrapupForm, check
from madoguchi.workspace.settings import WorkspaceSettings
from madoguchi.workspace.store import rules
from madoguchi.workspace.store import wrapups as store

MINUTES = (10, 30, 60, 120, 180, 300, 600, 1800, 3600)
finished_total = counter("wrapups_finished", "Wrap-up forms finished", ("late",))
overdue_total = counter("wrapups_overdue", "Wrap-up forms whose time ran out")
length = histogram("wrapup_seconds", "From the end of an agent's part to the finished form", (), MINUTES)


class Due(Struct, frozen=True):
    """A form whose time may be up."""

    wrapup: UUID


async def open_wrapup(ended: SegmentEnded) -> Wrapup | None:
    """Owe the form of a part that has ended; None when it is owed already. An unanswered dial requires no fields."""
    rule = await rule_of(ended.line_of_business, ended.queue)
    if not ended.connected:
        rule = Rule(seconds=rule.seconds, extend_seconds=rule.extend_seconds, extensions=rule.extensions, required=())
    due = ended.at + timedelta(seconds=rule.seconds)
    wrapup = await store.insert(
        ended.interaction, ended.segment, ended.user, ended.line_of_business, ended.at, due, rule
    )
    if wrapup is None:
        return None
    await _book(wrapup)
    record(WrapupOpened(wrapup=wrapup.id, interaction=wrapup.interaction_id, user=wrapup.user_id, due=due))
    return wrapup


async def rule_of(line: UUID | None, queue: UUID | None) -> Rule:
    """The rule of the line of business, or of all; else the tenant's settings, with the queue's own wrap-up time."""
    rule = await rules.rule_for(line)
    if rule is not None:
        return rule
    settings = await setting(WorkspaceSettings)
    own = (await routing.queue(queue)).wrapup_seconds if queue else None
    return Rule(
        seconds=settings.wrapup_seconds if own is None else own,
        extend_seconds=settings.extend_seconds,
        extensions=settings.extensions,
    )


async def _book(wrapup: Wrapup) -> None:
    """Let the time run: here for the form, in routing for the agent's presence."""
    await schedule("workspace.wrapup_due", Due(wrapup.id), due=wrapup.due, key=_key(wrapup.id))
    seconds = max(0.0, (wrapup.due - now()).total_seconds())
    await routing.begin_wrapup(wrapup.user_id, wrapup.interaction_id, seconds)


def _key(wrapup: UUID) -> str:
    return f"workspace.wrapup:{wrapup}"


async def time_is_up(wrapup_id: UUID) -> None:
    """The agent is wrap-up overdue and the outcome unclassified; the form stays owed."""
    wrapup = await store.find(wrapup_id, lock=True)
    if wrapup.state != "due" or wrapup.due > now():
        return
    await store.to_state(wrapup.id, "overdue", now())
    await interactions.classify(wrapup.segment_id, None, None)
    await routing.wrapup_overdue(wrapup.user_id, wrapup.interaction_id)
    overdue_total.inc()
    _changed(wrapup, "overdue")


async def extend(wrapup_id: UUID, user: UUID) -> Wrapup:
    """More time, as often as the rule allows. Raises `NoMoreExtensions`, `WrapupDone`, `WrapupUnknown`."""
    wrapup = await own(wrapup_id, user, lock=True)
    if wrapup.state == "done":
        raise WrapupDone
    if wrapup.extended >= wrapup.extensions:
        raise NoMoreExtensions(extensions=wrapup.extensions)
    extended = await store.extend(wrapup.id, max(wrapup.due, now()) + timedelta(seconds=wrapup.extend_seconds))
    await _book(extended)
    await audit("wrapup.extended", "wrapup", wrapup.id, reason=wrapup.interaction_id)
    _changed(extended, "due")
    return extended


async def save(wrapup_id: UUID, user: UUID, form: WrapupForm, expected: int | None) -> drafts.Draft:
    """Keep the unfinished form. `expected`: the draft's version, 0 for none, None any. Raises `PreconditionFailed`."""
    wrapup = await own(wrapup_id, user)
    if wrapup.state == "done":
        raise WrapupDone
    return await drafts.save(user, wrapup.interaction_id, "wrapup", form, expected)


async def finish(wrapup_id: UUID, user: UUID, form: WrapupForm) -> Wrapup:
    """Check the form by its rule, record the outcome, make the next step's task, and let the agent go on.

    Raises `WrapupIncomplete` with every fault, `WrapupDone`, `WrapupUnknown`.
    """
    wrapup = await own(wrapup_id, user, lock=True)
    if wrapup.state == "done":
        raise WrapupDone
    reason = await rules.chosen(form.reason, wrapup.line_of_business_id) if form.reason else None
    at = now()
    faults = check(form, wrapup, reason, at) + await next_step.faults(form)
    if faults:
        raise WrapupIncomplete(faults=faults)
    await interactions.wrapped(wrapup.segment_id, at)
    await interactions.classify(wrapup.segment_id, _outcome(form, reason), user)
    await next_step.create(wrapup, form)
    done = await store.to_state(wrapup.id, "done", at)
    await cancel(_key(wrapup.id))
    await drafts.drop(user, wrapup.interaction_id, "wrapup")
    await routing.end_wrapup(user, _presence(form.then), interaction=wrapup.interaction_id)
    await audit("wrapup.finished", "wrapup", wrapup.id, reason=wrapup.interaction_id)
    finished_total.labels("yes" if wrapup.state == "overdue" else "no").inc()
    length.observe((at - wrapup.opened).total_seconds())
    _changed(done, "done")
    return done


def _presence(then: str) -> routing.Chosen | None:
    """What the agent chose to do next; None leaves it to what they asked for during the contact."""
    known: dict[str, routing.Chosen] = {"break": "break", "training": "training", "offline": "offline"}
    return known.get(then)


def _outcome(form: WrapupForm, reason: ChosenReason | None) -> interactions.Outcome:
    return interactions.Outcome(
        reason_id=reason.id if reason else None,
        reason_codes=reason.codes if reason else (),
        reason_ja=reason.name_ja if reason else "",
        reason_en=reason.name_en if reason else "",
        resolution=form.resolution or "",
        callback_owed=form.callback_owed,
        asked=form.asked.strip(),
        done=form.done.strip(),
        result=form.result.strip(),
        caller_relation=form.caller_relation or "",
        contract_holder=form.contract_holder,
    )


async def turned_away(user: UUID, at: datetime) -> None:
    """The agent left wrap-up for something else: its seconds are over, whatever form is still owed."""
    for wrapup in await store.owed_by(user):
        await interactions.wrapped(wrapup.segment_id, max(at, wrapup.opened))


async def own(wrapup_id: UUID, user: UUID, *, lock: bool = False) -> Wrapup:
    """The form, if this agent owes it. Raises `WrapupUnknown`."""
    wrapup = await store.find(wrapup_id, lock=lock)
    if wrapup.user_id != user:
        raise WrapupUnknown
    return wrapup


def _changed(wrapup: Wrapup, state: str) -> None:
    record(WrapupChanged(wrapup=wrapup.id, interaction=wrapup.interaction_id, user=wrapup.user_id, state=state))
