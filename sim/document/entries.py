"""Entries of one kind each: an event, a measure, a prior, a design."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

from pydantic import Field, create_model, model_validator

from sim.base.problems import listing
from sim.document.forms import part, schema_of
from sim.document.frozen import FrozenMap
from sim.document.model import Model, wrong


class Kind(Model):
    """What stands under the key that chooses a kind. Its docstring says what the kind is."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Its fields by their names in the file."""
        found = {word: getattr(self, name) for word, name in words_of(type(self)).items()}
        return FrozenMap(
            {word: item.values if isinstance(item, Kind) else item for word, item in found.items()}
        )

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """The same with other values, by their names in the file."""
        fields = {word: getattr(self, word, None) for word in values}
        own = words_of(type(self))
        return self.model_copy(
            update={
                own[word]: under.with_values(value) if isinstance(under, Kind) else value
                for (word, value), under in zip(values.items(), fields.values(), strict=True)
            }
        )


class Entry(Model):
    """A mapping with fields of its own, and one kind among its keys."""

    kinds: ClassVar[Mapping[str, type[Kind]]] = {}

    @property
    def kind(self) -> str:
        """The key that chooses the kind."""
        return next(name for name in self.kinds if getattr(self, name) is not None)

    @property
    def of_kind(self) -> Any:
        """What stands under that key."""
        return getattr(self, self.kind)

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields that stand there, by their names in the file."""
        found: Mapping[str, Any] = self.of_kind.values
        return found

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """The same entry with other values of its kind, by their names in the file."""
        return self.model_copy(update={self.kind: self.of_kind.with_values(values)})

    @model_validator(mode="before")
    @classmethod
    def _has_one_kind(cls, data: Any) -> Any:
        """An unknown key may be a misspelt kind; it is the mistake then."""
        if not isinstance(data, dict):
            return data
        named = [key for key in data if key in cls.kinds]
        if len(named) > 1:
            message = f"{{what}} must have one kind, not {len(named)}: {listing(named)}"
            raise wrong(message, named[1], "[key]")
        if not named and words_of(cls).keys() >= data.keys():
            raise wrong(f"{{what}} has no kind; give one of: {listing(cls.kinds)}")
        return data


E = TypeVar("E", bound=Entry)


def one_of(kinds: Mapping[str, type[Kind]]) -> Callable[[type[E]], type[E]]:
    """Give entries a key for each of these kinds."""

    def decorate(cls: type[E]) -> type[E]:
        fields: dict[str, Any] = {
            name: (kind | None, Field(None, description=meaning_of(kind)))
            for name, kind in kinds.items()
        }
        made = create_model(
            cls.__name__, __base__=cls, __module__=cls.__module__, __doc__=cls.__doc__, **fields
        )
        made.kinds = kinds
        made.model_config["json_schema_extra"] = {"oneOf": [{"required": [name]} for name in kinds]}
        made.model_rebuild(force=True)
        return made

    return decorate


def meaning_of(kind: type[Kind]) -> str:
    """What a kind is, as its docstring says."""
    return (kind.__doc__ or "").strip()


def names_in(model: type[Model]) -> dict[str, str]:
    """Fields that name states or classes, by their names in the file: "state", "class", …"""
    found = {}
    root = schema_of(model)
    for word, under in root["properties"].items():
        for form in (under, part(under, root, "items"), part(under, root, "propertyNames")):
            if "names" in form:
                found[word] = form["names"]
    return found


def windows_in(model: type[Model]) -> tuple[str, ...]:
    """Fields that are windows of years, by their names in the file."""
    fields = schema_of(model)["properties"].items()
    return tuple(word for word, form in fields if form.get("format") == "years")


def words_of(model: type[Model]) -> dict[str, str]:
    """Fields of a model that are no kinds: name in the file to name in Python."""
    kinds = getattr(model, "kinds", {})
    fields = model.model_fields.items()
    return {item.alias or name: name for name, item in fields if name not in kinds}
