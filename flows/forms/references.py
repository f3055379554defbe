"""The `${name}` references inside expressions and labels."""

import re

REFERENCE = re.compile(r"\$\{([^}]*)\}")
LAST_SAVED = "last-saved#"  # in Collect, an answer of the form before this one
QUOTES = str.maketrans("‘’“”", "''\"\"")  # Word and Excel bend quotes; pyxform straightens them


def names(text: str) -> tuple[str, ...]:
    """Every name referred to, in order, once each, exactly as written between the braces."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def as_xpath(expression: str, path: str = "/data/") -> str:
    """The expression with every `${name}` replaced by a path, as a compiler wants it."""
    return REFERENCE.sub(lambda found: path + found.group(1).strip(), straight(expression))


def straight(text: str) -> str:
    """The text with straight quotes."""
    return text.translate(QUOTES)
