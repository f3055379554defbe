"""The one failure of this folder: an expression that cannot be understood or worked out."""


class XPathError(ValueError):
    """Says in one Vietnamese sentence what is wrong with an expression and, if known, the cure."""


class NotUnderstood(XPathError):
    """Nothing better is known than that the expression as a whole does not parse."""
