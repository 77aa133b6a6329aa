"""The command `mentoring`: words of the shell in, use-cases of office/ called, tables or JSON out. Decides nothing."""
