"""What was made lately is made once, and forgotten in turn."""

from bot.lately import Lately


def test_a_thing_is_made_once_until_it_was_asked_for_longest_ago() -> None:
    made: list[str] = []
    kept: Lately[str, int] = Lately(2)

    def get(name: str) -> int:
        return kept.get(name, lambda: made.append(name) or len(made))

    found = [get("a"), get("b"), get("a"), get("c"), get("a"), get("b")]

    assert found == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]
