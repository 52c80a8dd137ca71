"""The only place that imports duckdb: connections, and the store in published versions."""

from analytics.warehouse.contents import Contents, contents
from analytics.warehouse.database import Database, Row
from analytics.warehouse.draft import Draft
from analytics.warehouse.home import home
from analytics.warehouse.reader import Reader, schema_version
from analytics.warehouse.store import Store
from analytics.warehouse.version import SCHEMA_VERSION, Version

__all__ = ["SCHEMA_VERSION", "Contents", "Database", "Draft", "Reader", "Row", "Store", "Version", "contents", "home", "schema_version"]
