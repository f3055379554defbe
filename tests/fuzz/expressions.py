"""Expressions nobody would write: well-formed ones of every function, and broken ones."""

from random import Random

from flows import xpath

PLACES = (
    "/data/five", "/data/blank", "/data/member/age", "/data/born", "/data/came", "/data/at", "..",
    "/data/has", "../role", ".", "/data/nowhere", "//*", "*", "current()/..", "@id", "/",
    "//text()", "instance('communes')/root/item/points", "instance('x')/root",
    "following-sibling::*", "../@a",
)  # fmt: skip
TEXTS = (
    "", "a", "Nà Hon", "(a+)+$", "^(a|aa)+$", "(.*)*(.*)*x", "[", "\\p{L}+", "a{1,999}{1,999}",
    "%Y-%n", "2026-02-30", "2026-11-22T07:30:00+07:00", "0 0;0 1;1 1", "91 181",
    "x" * 400, "a" * 3_000 + "!", "7.5", "1e9", "-", "NaN", "SHA-256", "MD5", "hex", "base64",
    "communes", "name", "c1", "\u0301", "😀",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "2", "1.5", "99999999999999999999", "0.1", "-0", "1 div 0", "0 div 0",
    "9" * 400, "30", "31", "1000000", "0." + "0" * 300 + "1", "2147483648", "-9007199254740993",
)  # fmt: skip
OPERATORS = (
    "+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or", "|",
)  # fmt: skip
SIGNS = "()[]/.,*@:=<>|+-$'\"{} "
DEEPEST = 4


def expression(seed: int, number: int) -> str:
    """The same expression whenever it is asked for; a third of them are broken."""
    chance = Random(f"xpath {seed} {number}")  # noqa: S311 (to be replayed)
    whole = _any(chance, chance.randint(1, DEEPEST))
    return _broken(whole, chance) if chance.random() < 0.33 else whole


def _any(chance: Random, depth: int) -> str:
    match chance.randrange(4 if depth <= 0 else 9):
        case 0:
            return chance.choice(PLACES)
        case 1:
            return _quoted(chance.choice(TEXTS))
        case 2:
            return chance.choice(NUMBERS)
        case 3:
            return f"{chance.choice(PLACES)}[{_any(chance, depth - 2)}]"
        case 4:
            left, right = _any(chance, depth - 1), _any(chance, depth - 1)
            return f"{left} {chance.choice(OPERATORS)} {right}"
        case 5:
            return f"({_any(chance, depth - 1)})"
    return _call(chance, depth)


def _call(chance: Random, depth: int) -> str:
    """A call with as many arguments as the function takes, now and then one more or less."""
    name = chance.choice(sorted(xpath.FUNCTIONS))
    function = xpath.FUNCTIONS[name]
    most = function.least + 3 if function.most is None else function.most
    count = chance.randint(function.least, most) + chance.choice((0,) * 18 + (-1, 1))
    return f"{name}({', '.join(_any(chance, depth - 1) for _ in range(max(count, 0)))})"


def _quoted(text: str) -> str:
    return f"'{text}'"


def _broken(text: str, chance: Random) -> str:
    letters = list(text)
    for _ in range(chance.choice((1, 1, 2, 6))):
        at = chance.randrange(len(letters) + 1)
        match chance.randrange(4):
            case 0:
                letters[at:at] = chance.choice(SIGNS) * chance.choice((1, 1, 2, 120))
            case 1:
                del letters[at : at + chance.choice((1, 1, 8))]
            case 2:
                letters[at:at] = chance.choice(
                    ("${a}", "::", "\0", "\ud800", "]]>", "if(", "--", "1e5")
                )
            case _:
                letters[at : at + 1] = chr(chance.choice((9, 34, 39, 92, 0x110, 0x1F600, 0xFFFE)))
    return "".join(letters)
