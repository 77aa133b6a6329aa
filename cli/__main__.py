"""`python -m cli`: the same as `mentoring`, also where the command is not installed."""

from cli.main import main

main()
