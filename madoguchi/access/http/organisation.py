"""/lines-of-business and /teams."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi.access import queries
from madoguchi.access.actions import organisation
from madoguchi.access.actions.organisation import LineForm, TeamForm
from madoguchi.access.model import LineOfBusiness, Team
from madoguchi.kit.http import Tagged, expected_version, get, post, put


class TeamMembers(Struct, frozen=True, kw_only=True):
    """Who is in a team."""

    users: Annotated[list[UUID], Meta(max_length=5000)]


@get("/lines-of-business")
async def list_lines() -> list[LineOfBusiness]:
    """Every line of business by code, inactive ones too."""
    return await queries.lines_of_business()


@post("/lines-of-business", needs="settings.admin")
async def add_line(data: LineForm) -> Tagged[LineOfBusiness]:
    """Add a line of business."""
    line = await organisation.add_line(data)
    return Tagged(line, line.version)


@get("/lines-of-business/{line_id:uuid}")
async def show_line(line_id: UUID) -> Tagged[LineOfBusiness]:
    """One line of business."""
    line = await queries.line_of_business(line_id)
    return Tagged(line, line.version)


@put("/lines-of-business/{line_id:uuid}", needs="settings.admin")
async def change_line(line_id: UUID, data: LineForm) -> Tagged[LineOfBusiness]:
    """Change a line of business, or retire it with `active: false`. Needs If-Match."""
    line = await organisation.change_line(line_id, data, expected_version())
    return Tagged(line, line.version)


@get("/teams")
async def list_teams() -> list[Team]:
    """Every team by code, inactive ones too."""
    return await queries.teams()


@post("/teams", needs="users.admin")
async def add_team(data: TeamForm) -> Tagged[Team]:
    """Add a team."""
    team = await organisation.add_team(data)
    return Tagged(team, team.version)


@get("/teams/{team_id:uuid}")
async def show_team(team_id: UUID) -> Tagged[Team]:
    """One team."""
    team = await queries.team(team_id)
    return Tagged(team, team.version)


@put("/teams/{team_id:uuid}", needs="users.admin")
async def change_team(team_id: UUID, data: TeamForm) -> Tagged[Team]:
    """Change a team, or retire it with `active: false`. Needs If-Match."""
    team = await organisation.change_team(team_id, data, expected_version())
    return Tagged(team, team.version)


@get("/teams/{team_id:uuid}/members")
async def list_team_members(team_id: UUID) -> TeamMembers:
    """Who is in a team."""
    await queries.team(team_id)
    return TeamMembers(users=[each.id for each in await queries.members() if each.team == team_id])


@put("/teams/{team_id:uuid}/members", needs="users.admin")
async def set_team_members(team_id: UUID, data: TeamMembers) -> TeamMembers:
    """Let exactly these people be in the team; whoever was in another leaves it."""
    return TeamMembers(users=await organisation.set_team_members(team_id, data.users))


routes = [
    list_lines, add_line, show_line, change_line, list_teams, add_team, show_team, change_team, list_team_members,
    set_team_members,
]  # fmt: skip
