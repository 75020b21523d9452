"""People. schema.org: Person."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields


class PersonCard(Card, frozen=True, kw_only=True, tag="person"):
    """A person with portrait and role; `title` is the name in the card's language and order."""

    role: str = ""
    organisation: str = ""
    name_latin: str = ""
    name_han: str = ""


class PersonDocument(Document, frozen=True, kw_only=True, tag="person"):
    """A person. `title` is the name as the document's language writes it; `picture` is the photo."""

    name_latin: str = ""
    """Given name first for Italians, family name first for Chinese names in pinyin."""
    name_han: str = ""
    role: str = ""
    organisation: str = ""
    """Key of a partner, or empty."""
    biography: str = ""
    """HTML."""
    languages: tuple[str, ...] = ()

    NAMED_AS = "person"

    def card(self) -> PersonCard:
        return PersonCard(
            **card_fields(self),
            role=self.role,
            organisation=self.organisation,
            name_latin=self.name_latin,
            name_han=self.name_han,
        )

    def forms_of_name(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for each in (self.title, self.name_latin, self.name_han) if each))
