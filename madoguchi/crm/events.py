"""What the CRM room announces. Ids and codes only."""

from uuid import UUID

from madoguchi.kit.facts import Fact


class CardRead(Fact, frozen=True, kw_only=True):
    """A CRM answered about `subject` (a customer, or a contact while nobody is recognised), or did not in time.

    `state`: late (still asking), ok, none (no such person there), several, down.
    """

    connection: UUID
    subject: UUID
    customer: UUID | None
    interaction: UUID | None
    user: UUID | None
    state: str


class WritebackSettled(Fact, frozen=True, kw_only=True):
    """What we owed a CRM for a contact is there (`delivered`), or needs a person: no_record, several, failed."""

    writeback: UUID
    connection: UUID
    interaction: UUID
    customer: UUID
    state: str
