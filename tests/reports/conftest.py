"""Reports are counted over the same fresh database that storage is tested on."""

from tests.storage.conftest import db, migrated, url

__all__ = ["db", "migrated", "url"]
