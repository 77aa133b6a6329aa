"""The running of the machine: starts the processes of an office, watches them, examines them. Knows Prefect from outside."""
