"""The use-cases in plain Python: launch, play rounds, take answers, empty trays. Knows every room but Prefect and the web."""
