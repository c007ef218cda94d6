"""Skills over HTTP."""

from __future__ import annotations

from madoguchi.kit.http import Tagged, delete, expected_version, get, post, put
from madoguchi.routing import queries
from madoguchi.routing.actions import skills as actions
from madoguchi.routing.actions.skills import SkillForm
from madoguchi.routing.model.skills import Skill


@get("/skills", needs="desk.use")
async def list_skills() -> list[Skill]:
    """Every skill by code, the retired ones too."""
    return await queries.skills()


@post("/skills", needs="routing.admin")
async def add_skill(data: SkillForm) -> Tagged[Skill]:
    """Add a skill."""
    skill = await actions.add_skill(data)
    return Tagged(skill, skill.version)


@get("/skills/{code:str}", needs="desk.use")
async def show_skill(code: str) -> Tagged[Skill]:
    """One skill."""
    skill = await queries.skill(code)
    return Tagged(skill, skill.version)


@put("/skills/{code:str}", needs="routing.admin")
async def change_skill(code: str, data: SkillForm) -> Tagged[Skill]:
    """Rename or retire a skill, from the version named in If-Match; its code stays."""
    skill = await actions.change_skill(code, data, expected_version())
    return Tagged(skill, skill.version)


@delete("/skills/{code:str}", needs="routing.admin")
async def delete_skill(code: str) -> None:
    """Delete a skill that nobody has and no queue asks for."""
    await actions.delete_skill(code)


routes = [list_skills, add_skill, show_skill, change_skill, delete_skill]
