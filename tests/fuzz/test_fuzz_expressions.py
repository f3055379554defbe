"""Twenty thousand expressions, sound and broken: each is worked out or refused, and in time."""

import pytest

from flows import xpath
from tests.flows.xpath.village import village
from tests.fuzz.expressions import expression
from tests.fuzz.guarded import Hung, watched, within

SEED, COUNT, SHARES = 2026, 20_000, 2
SECONDS = 5.0


def trouble(source: str) -> str:
    """What went wrong with compiling and running it; "" when it gave a value or was refused."""
    world = village()
    try:
        with within(SECONDS):
            compiled = xpath.compile_expression(source)
            compiled.reads("/data/name")
            for place in ("/data/name", "/data/member/age"):
                xpath.to_text(compiled.evaluate(world, world.find(place)[0]))
    except xpath.XPathError as refused:
        return "" if str(refused) else "refused without a reason"
    except Hung:
        return f"takes longer than {SECONDS} s"
    except Exception as error:  # noqa: BLE001 (that there is none is what is tried)
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("share", range(SHARES))
def test_no_expression_breaks_hangs_or_reaches_out(share: int) -> None:
    trouble("now()")  # the first clock reads its time zone from a file

    with watched() as seen:
        for number in range(share, COUNT, SHARES):
            source = expression(SEED, number)
            assert not trouble(source), f"{SEED} {number}: {source!r}"

    assert seen == []


@pytest.mark.parametrize("name", sorted(xpath.FUNCTIONS))
def test_every_function_is_among_them(name: str) -> None:
    texts = (expression(SEED, number) for number in range(COUNT))

    assert any(f"{name}(" in text for text in texts)
