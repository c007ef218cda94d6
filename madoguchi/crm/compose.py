"""A contact put into words for a CRM, from what our rooms know of it at that moment."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from madoguchi import access, customers, interactions
from madoguchi.crm.model import Connection, fill
from madoguchi.crm.ports import Activity, ExternalRef
from madoguchi.interactions import Detail, Interaction
from madoguchi.kit.config import config
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.settings import setting


async def activity(connection: Connection, interaction: UUID) -> Activity:
    """The record of one contact in the connection's language. Raises `InteractionUnknown`."""
    contact = await interactions.detail(interaction)
    settings = await setting(customers.CustomerSettings)
    values = await _values(contact, connection.locale, ZoneInfo(settings.time_zone), settings.region)
    base = (config().public_url or connection.link_base).rstrip("/")
    values |= {"key": str(interaction), "link": f"{base}/history/{interaction}"}
    for name, own in (("subject", connection.subject_template), ("text", connection.text_template)):
        template = own or say(f"crm.activity.{name}", connection.locale)
        values[name] = fill(template, values)
    values["subject"] = " ".join(values["subject"].split())
    return Activity(key=interaction, link=values["link"], started=contact.interaction.opened, values=values)


def digest(composed: Activity, ref: ExternalRef) -> bytes:
    """Equal for records that need not be written again."""
    return hashlib.sha256(msgspec.json.encode([ref.id, dict(composed.values)])).digest()


async def _values(contact: Detail, locale: Locale, zone: ZoneInfo, region: str) -> dict[str, str]:
    what = contact.interaction
    names = await access.users_by_id({part.user_id for part in contact.segments})
    comma = "、" if locale == "ja" else ", "
    said = [d for d in contact.dispositions if d.state == "classified"]
    talk = sum(part.talk_seconds for part in contact.segments)
    return {
        "medium": say(f"crm.medium.{what.medium}", locale),
        "direction": say(f"crm.direction.{what.direction}", locale),
        "outcome": say(f"crm.outcome.{what.outcome}", locale),
        "started": _local(what.opened, zone),
        "ended": _local(what.ended, zone) if what.ended else "",
        "address": _address(what, region),
        "agents": comma.join(dict.fromkeys(names[p.user_id].name for p in contact.segments if p.user_id in names)),
        "talk": f"{talk // 60}:{talk % 60:02d}" if talk else "",
        "reason": comma.join(filter(None, (d.reason_ja if locale == "ja" else d.reason_en for d in said))),
        "asked": "\n".join(filter(None, (d.asked for d in said))),
        "done": "\n".join(filter(None, (d.done for d in said))),
        "result": "\n".join(filter(None, (d.result for d in said))),
        "resolution": comma.join(say(f"crm.resolution.{d.resolution}", locale) for d in said if d.resolution),
        "callback": say("crm.callback", locale) if any(d.callback_owed for d in said) else "",
        "notes": "\n".join(note.text for note in contact.notes),
    }


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _address(contact: Interaction, region: str) -> str:
    if contact.address_kind == "phone":
        return customers.national(contact.address_value, region) if contact.address_value else ""
    return contact.address_value
