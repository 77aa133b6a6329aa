"""Leaves: the letters of a preview as files to look at, with their look: each as HTML and as text, by reader, with an index.

Which letters there are rehearsal/preview.py says; how one looks, notifications/. Writes files and nothing else.
"""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined

from notifications.letters import LETTERS
from rehearsal.preview import Foreseen, Preview

INDEX = Environment(undefined=StrictUndefined, autoescape=True).from_string(
    (Path(__file__).parent / "leaves.html").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Leaf:
    """One letter among the files. `path`: without its ending, from the folder of all; `when`: in the cohort's zone."""

    path: str
    when: str
    letter: Foreseen


def write_leaves(told: Preview, name: str, zone: str, folder: Path) -> int:
    """Write every letter of a preview into a folder, and one of each kind as it reads alone; how many files.

    The same preview writes the same files; what else lies in the folder stays.
    """
    kinds = [_leaf(f"kinds/{_plain(one.letter)}", one, zone) for one in sorted(told.kinds, key=lambda one: one.letter)]
    readers: dict[str, list[Leaf]] = {}
    for one in told.letters:
        theirs = readers.setdefault(one.to, [])
        theirs.append(_leaf(f"letters/{one.to}/{len(theirs) + 1:03}-{_plain(one.letter)}", one, zone))
    readers = dict(sorted(readers.items()))
    written = sum(_write(leaf, folder) for leaf in (*kinds, *(leaf for leaves in readers.values() for leaf in leaves)))
    missing = sorted(LETTERS - {one.letter for one in told.kinds})
    index = INDEX.render(name=name, zone=zone, kinds=kinds, readers=readers, missing=missing)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return written + 1


def _leaf(path: str, letter: Foreseen, zone: str) -> Leaf:
    return Leaf(path, f"{letter.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}", letter)


def _plain(letter: str) -> str:
    return letter.replace("/", "-").replace("_", "-")


def _write(leaf: Leaf, folder: Path) -> int:
    words = {
        ".html": leaf.letter.html,
        ".txt": f"{leaf.letter.subject}\n\n{leaf.letter.text}",
        ".ics": leaf.letter.calendar,
    }
    return sum(_file(folder / f"{leaf.path}{ending}", text) for ending, text in words.items() if text)


def _file(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return 1
