"""Artifacts: pages and tables on the dashboard under keys that never change. One that says what it said before is left as it
is: each version costs a row of Prefect's database, and a cohort has five of them in every round.
"""

import json

from prefect import get_client
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

from office.reports import Sheets


async def put_up(start: str, sheets: Sheets) -> int:
    """Show what is different from the newest version of its key; how many that were. `start` begins the keys."""
    pages = {f"{start}-{page.name}": page for page in sheets.pages}
    tables = {f"{start}-{table.name}": table for table in sheets.tables}
    shown = await _shown([*pages, *tables])
    new_pages = [key for key, page in pages.items() if shown.get(key) != (page.text, page.about)]
    new_tables = [key for key, table in tables.items() if shown.get(key) != (json.dumps(table.rows), table.about)]
    for key in new_pages:
        await acreate_markdown_artifact(pages[key].text, key=key, description=pages[key].about)
    for key in new_tables:
        await acreate_table_artifact(tables[key].rows, key=key, description=tables[key].about)
    return len(new_pages) + len(new_tables)


async def _shown(keys: list[str]) -> dict[str | None, tuple[object, str | None]]:
    """What the newest version of each key holds: its content and its description."""
    async with get_client() as client:
        wanted = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=keys))
        found = await client.read_latest_artifacts(artifact_filter=wanted, limit=len(keys))
    return {one.key: (one.data, one.description) for one in found}
