"""Contact reasons, wrap-up rules and templates."""

from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id
from madoguchi.workspace.model.wrapup import ChosenReason, Rule


class Reason(Struct, frozen=True, kw_only=True):
    """One contact reason (問い合わせ区分). `line_of_business_id` None serves every line; `parent_id` None: level 1."""

    id: UUID
    line_of_business_id: UUID | None
    parent_id: UUID | None
    level: int
    code: str
    name_ja: str
    name_en: str
    position: int
    active: bool
    version: int


class RuleRow(Struct, frozen=True, kw_only=True):
    """How wrap-ups of one line of business run; None: of those without a rule of their own."""

    id: UUID
    line_of_business_id: UUID | None
    seconds: int
    extend_seconds: int
    extensions: int
    required: tuple[str, ...]
    reason_depth: int
    version: int


class Template(Struct, frozen=True, kw_only=True):
    """Words and choices put into a form with one key."""

    id: UUID
    line_of_business_id: UUID | None
    name_ja: str
    name_en: str
    reason_id: UUID | None
    asked: str
    done: str
    result: str
    resolution: str
    position: int
    active: bool
    version: int


REASON = ", ".join(Reason.__struct_fields__)
RULE = ", ".join(RuleRow.__struct_fields__)
TEMPLATE = ", ".join(Template.__struct_fields__)
OF_LINE = "(line_of_business_id is null or line_of_business_id = $1)"


async def reasons(line: UUID | None, *, all_lines: bool = False, inactive: bool = False) -> list[Reason]:
    """The reasons that may be chosen for a line of business (or all there are), parents before children.

    What lies under a reason that is out of use is out of use too.
    """
    sql = f"""with recursive open as (
                  select * from contact_reason where parent_id is null and (active or $3)
                  union all
                  select r.* from contact_reason r join open o on r.parent_id = o.id where r.active or $3)
              select {REASON} from open where $2 or {OF_LINE} order by level, position, code"""
    return many(Reason, await db().fetch(sql, line, all_lines, inactive))


async def reason(id: UUID) -> Reason | None:
    return one(Reason, await db().fetchrow(f"select {REASON} from contact_reason where id = $1", id))


CHOSEN = """
    with recursive path as (
        select id, parent_id, code, name_ja, name_en, level, active from contact_reason
        where id = $1 and active and (line_of_business_id is null or line_of_business_id is not distinct from $2)
        union all
        select r.id, r.parent_id, r.code, r.name_ja, r.name_en, r.level, r.active
        from contact_reason r join path p on r.id = p.parent_id)
    select array_agg(code order by level) as codes, string_agg(name_ja, ' › ' order by level) as name_ja,
        string_agg(name_en, ' › ' order by level) as name_en,
        not exists (select from contact_reason where parent_id = $1 and active) as leaf
    from path having bool_and(active)
"""


async def chosen(id: UUID, line: UUID | None) -> ChosenReason | None:
    """A reason that may be chosen for a contact of this line, with its path; None when it may not."""
    row = await db().fetchrow(CHOSEN, id, line)
    return None if row is None else ChosenReason(**(dict(row) | {"id": id, "codes": tuple(row["codes"])}))


async def reason_code_taken(reason: Reason) -> bool:
    """Whether a sibling has this code."""
    sql = """select exists (select from contact_reason where code = $1 and id <> $2
             and parent_id is not distinct from $3 and line_of_business_id is not distinct from $4)"""
    return bool(await db().fetchval(sql, reason.code, reason.id, reason.parent_id, reason.line_of_business_id))


SAVE_REASON = f"""
    insert into contact_reason ({REASON}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (tenant_id, id) do update set code = excluded.code, name_ja = excluded.name_ja,
        name_en = excluded.name_en, position = excluded.position, active = excluded.active, version = excluded.version
        where contact_reason.version = excluded.version - 1
    returning {REASON}
"""


async def save_reason(reason: Reason) -> Reason | None:
    """Keep the next version; None when somebody else was first. Line, parent and level never change."""
    return one(Reason, await db().fetchrow(SAVE_REASON, *_values(reason)))


def _values(row: Struct) -> list[object]:
    return [getattr(row, name) for name in row.__struct_fields__]


async def rules() -> list[RuleRow]:
    sql = f"select {RULE} from wrapup_rule order by line_of_business_id nulls first"
    return many(RuleRow, await db().fetch(sql))


async def rule_for(line: UUID | None) -> Rule | None:
    """The rule of this line of business, or of all lines; None where nothing is set."""
    sql = f"select {RULE} from wrapup_rule where {OF_LINE} order by line_of_business_id nulls last limit 1"
    row = one(RuleRow, await db().fetchrow(sql, line))
    if row is None:
        return None
    return Rule(
        seconds=row.seconds,
        extend_seconds=row.extend_seconds,
        extensions=row.extensions,
        required=row.required,
        reason_depth=row.reason_depth,
    )


SAVE_RULE = f"""
    insert into wrapup_rule ({RULE}) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (tenant_id, line_of_business_id) do update set seconds = excluded.seconds,
        extend_seconds = excluded.extend_seconds, extensions = excluded.extensions, required = excluded.required,
        reason_depth = excluded.reason_depth, version = wrapup_rule.version + 1
        where wrapup_rule.version = excluded.version - 1
    returning {RULE}
"""


async def save_rule(line: UUID | None, rule: Rule, expected: int) -> RuleRow | None:
    """Keep the rule of a line of business; None when `expected` (0: none yet) is not its version."""
    values = (rule.seconds, rule.extend_seconds, rule.extensions, list(rule.required), rule.reason_depth)
    return one(RuleRow, await db().fetchrow(SAVE_RULE, new_id(), line, *values, expected + 1))


async def rule_version(line: UUID | None) -> int:
    """The version of the rule of exactly this line of business; 0 where there is none."""
    sql = "select version from wrapup_rule where line_of_business_id is not distinct from $1"
    return int(await db().fetchval(sql, line) or 0)


async def drop_rule(id: UUID) -> bool:
    return bool(await db().fetchval("delete from wrapup_rule where id = $1 returning true", id))


async def templates(line: UUID | None, *, all_lines: bool = False, inactive: bool = False) -> list[Template]:
    sql = f"""select {TEMPLATE} from wrapup_template where ($2 or {OF_LINE}) and (active or $3)
              order by position, name_ja"""
    return many(Template, await db().fetch(sql, line, all_lines, inactive))


async def template(id: UUID) -> Template | None:
    return one(Template, await db().fetchrow(f"select {TEMPLATE} from wrapup_template where id = $1", id))


SAVE_TEMPLATE = f"""
    insert into wrapup_template ({TEMPLATE}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (tenant_id, id) do update set line_of_business_id = excluded.line_of_business_id,
        name_ja = excluded.name_ja, name_en = excluded.name_en, reason_id = excluded.reason_id,
        asked = excluded.asked, done = excluded.done, result = excluded.result, resolution = excluded.resolution,
        position = excluded.position, active = excluded.active, version = excluded.version
        where wrapup_template.version = excluded.version - 1
    returning {TEMPLATE}
"""


async def save_template(template: Template) -> Template | None:
    """Keep the next version; None when somebody else was first."""
    return one(Template, await db().fetchrow(SAVE_TEMPLATE, *_values(template)))
