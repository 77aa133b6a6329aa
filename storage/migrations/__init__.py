"""Migrations: the steps from one schema to the next. `migrate.py` runs them; `python -m storage.migrations.new` writes one."""
