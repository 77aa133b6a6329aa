"""Run the benchmarks: all, or those named (`python -m benchmarks ticks post`). Prints a table in Markdown."""

import sys
from importlib import import_module

ALL = ("rehearsal", "ticks", "pages", "post", "memory", "matching", "groups")


def main() -> None:
    print("| what | figure |\n|---|---|")
    for name in sys.argv[1:] or ALL:
        for what, figure in import_module(f"benchmarks.{name}").measure():
            print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
