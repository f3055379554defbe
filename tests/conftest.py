"""What every test shares: skips that count as failures on demand, and no test against the clock."""

import pytest
from hypothesis import settings

# A busy machine is no fault of the example: what takes long is measured in bench/. And the same
# examples at every run: what fails fails because something changed. Others are tried by hand, with
# --hypothesis-profile=wandering.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("wandering", deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forbid-skips", action="store_true", help="fail when any test is skipped")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With --forbid-skips a run with skipped tests is a failed run; -ra names them."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.config.getoption("--forbid-skips"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
