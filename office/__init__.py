"""The use-cases in plain Python: launch, advance, take answers, empty the trays. Knows every room but Prefect and the web."""
