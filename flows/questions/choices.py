"""Questions answered by choosing lines of a list: by number, by label, by its first words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.messages import Expects
from flows.questions import labels, meanings
from flows.questions.asking import Ambiguous, Asking, NotUnderstood, Offer, offered, typed
from flows.questions.meanings import Lines, Meanings
from flows.replies import Reply

Meant = Callable[[Asking, str], Meanings]


@dataclass(frozen=True, slots=True)
class SelectOne:
    """One line of a list."""

    expects: Expects = ""

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The name of the line. Raises NotUnderstood or Ambiguous."""
        text = _typed(reply)
        offered(asking)
        meant = meanings.single(asking, text)
        if not meant.sets and meanings.are_several(asking, text):
            raise NotUnderstood("one_only", **_numbers(asking))
        return _settle(asking, text, meant, meanings.single)

    def show(self, asking: Asking, value: str) -> str:
        """The label of the line, or the name where it has none any more."""
        labels = (option.label for option in asking.options if option.name == value)
        return next(labels, value)


@dataclass(frozen=True, slots=True)
class SelectMultiple:
    """Any lines of a list."""

    expects: Expects = ""

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The names of the lines in list order, each once. Raises NotUnderstood or Ambiguous."""
        text = _typed(reply)
        offered(asking)
        return _settle(asking, text, meanings.several(asking, text), meanings.several)

    def show(self, asking: Asking, value: str) -> str:
        """The labels of the lines."""
        return _labels(asking, value)


def _typed(reply: Reply) -> str:
    return vietnamese.clean(vietnamese.digits(typed(reply)))


def _settle(asking: Asking, text: str, meant: Meanings, again: Meant) -> str:
    if meant.is_settled:
        return " ".join(option.name for option in meant.sets[0])
    if not (meant.sets or (asking.is_paged and labels.found(asking, text, strictly=True))):
        meant = meanings.near(asking, text)  # what can be found as it is spelt is no slip
    if 0 < len(meant.sets) <= meanings.MOST_MEANINGS:
        offers = tuple(_offer(asking, chosen, again) for chosen in meant.sets)
        raise Ambiguous(offers, "which_line")
    number = meanings.outside(asking, text)
    if number is not None and asking.options:
        raise NotUnderstood("out_of_range", typed=number, **_numbers(asking))
    raise NotUnderstood("not_an_option", **_numbers(asking))


def _offer(asking: Asking, chosen: Lines, again: Meant) -> Offer:
    """What it may mean and what to type for it, which must not be asked back once more."""
    numbers = " ".join(str(option.number) for option in chosen)
    is_clear = again(asking, numbers) == Meanings((chosen,))
    shown = tuple(vietnamese.clean(option.label) for option in chosen)
    return Offer(shown, numbers, by_line=not is_clear)


def _numbers(asking: Asking) -> dict[str, int]:
    numbers = [option.number for option in asking.options]
    return {"first": min(numbers, default=0), "last": max(numbers, default=0)}


def _labels(asking: Asking, value: str) -> str:
    """The labels by name; a name that the form no longer has stands for itself."""
    known = {option.name: option.label for option in asking.options}
    return ", ".join(known.get(name, name) for name in value.split())
