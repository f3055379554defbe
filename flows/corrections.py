"""Return for correction, from outside the interview: put the marks, and show what changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows import claims, rosters
from flows.claims import Claim
from flows.forms.model import Form
from flows.returns import RETURNED, Returns


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that changed between two versions of an assessment, or that was returned.

    Where the line is asked in one version only, the other stands there blank. `reason` is why it
    was returned, "" when it was not.
    """

    before: Claim
    after: Claim
    reason: str = ""

    @property
    def photos_changed(self) -> bool:
        """Whether other photos or files back it now."""
        return self.before.evidence != self.after.evidence

    @property
    def is_kept(self) -> bool:
        """Whether it was returned and the answer, with all that backs it, is the same again."""
        return bool(self.reason) and _said(self.before) == _said(self.after)


def returned(kept: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    """The session with these questions returned: `reasons` by path, none of them blank.

    Marks that were dealt with in an earlier round are gone; those that still wait stay. Raises
    ValueError for a question that is returned without a reason.
    """
    if silent := [path for path, reason in reasons.items() if not reason.strip()]:
        raise ValueError(f"returned without a reason: {', '.join(silent)}")
    marked = {**marks(kept), **{path: reason.strip() for path, reason in reasons.items()}}
    return {**unmarked(kept), **Returns(marked).kept}


def unmarked(kept: Mapping[str, str]) -> dict[str, str]:
    """The session without any mark, as it is handed in."""
    return {key: value for key, value in kept.items() if not key.startswith(RETURNED)}


def marks(kept: Mapping[str, str]) -> dict[str, str]:
    """The returned questions that nobody has dealt with yet: path -> reason.

    Some may not be asked for any more, so only the interview knows how many are `left`.
    """
    return Returns.of(kept).waiting


def differences(
    before: Mapping[str, str],
    after: Mapping[str, str],
    form: Form,
    *,
    now: datetime,
    language: str = "",
) -> tuple[Difference, ...]:
    """What changed between two versions of the answers, in the order of the form.

    Questions with a mark in `before` are among them even where nothing changed: give it what
    `returned` gave. `now` carries the time zone.
    """
    was, now_is = (
        {line.name: line for line in claims.lines(form, kept, now, language)}
        for kept in (before, after)
    )
    reasons = marks(before)
    found = []
    for name, line in sorted({**was, **now_is}.items(), key=lambda item: _place(item[1], form)):
        one = Difference(was.get(name, _blank(line)), now_is.get(name, _blank(line)))
        one = replace(one, reason=_reason(was.get(name, line), reasons))
        if one.reason or _seen(one.before) != _seen(one.after):
            found.append(one)
    return tuple(found)


def _place(line: Claim, form: Form) -> tuple[int, ...]:
    """After the questions it stands for, member by member; at the end when none is asked."""
    return max((rosters.place(form, path) for path in line.asks), default=(len(form.questions),))


def _blank(line: Claim) -> Claim:
    """The same line in a version where it is not asked. Judged lines stand in every version."""
    return replace(line, value="", shown="", why="", evidence=(), evidence_text="")


def _reason(line: Claim, reasons: Mapping[str, str]) -> str:
    """Why the line, or what backs it, was returned; both reasons where they differ."""
    given = [reasons[path] for path in (line.path, line.evidence_path) if path in reasons]
    return "; ".join(dict.fromkeys(given))


def _said(line: Claim) -> tuple[object, ...]:
    """What the respondent decides on a line."""
    return line.value, line.why, line.evidence, line.evidence_text


def _seen(line: Claim) -> tuple[object, ...]:
    """What staff look at on a line: what is said, and what came of it."""
    return *_said(line), line.points, line.most, line.holds
