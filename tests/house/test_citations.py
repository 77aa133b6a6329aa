"""The house: what a docstring, a comment or a page names exists, so that nobody is sent after what has moved or gone.

Followed are words that look like a file of ours, places in a room (`office/wake`), headings (docs/glossary.md, "Deciding"),
and what looks like code in backticks: `Class.name`, `module.name`, `name()`, and in programs every word. The changelog may
speak of what there was.
"""

import ast
import builtins
import io
import re
import tokenize
from functools import cache

import pytest

from tests.house.sources import ROOMS, ROOT, python_files, tracked, tree

START = r"(?<![\w/.:@*<>{}$-])"
FILE = re.compile(START + r"((?:[\w.-]+/)+[\w-]+\.(?:py|md|toml|typ|html|js|yaml|css)|[\w-]+\.(?:py|md|toml|typ))\b")
PLACE = re.compile(START + rf"((?:{'|'.join((*ROOMS, 'tests', 'policies'))})(?:/[\w-]+)+)(?![\w/.-]*\.\w)")
HEADING = re.compile(r"([\w/]+\.md), \"([^\"]+)\"")
CODE = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"([A-Za-z]\w+)((?:\.[A-Za-z_]\w*)+)(?:\(.*\))?")
CALLED = re.compile(r"([A-Za-z]\w+)\(.*\)")
WORD = re.compile(r"[A-Za-z]\w+")
FILE_ENDS = {"py", "md", "toml", "yaml", "sqlite", "csv", "pdf", "html", "eml"}
PAPERS = re.compile(r"\b[SI][0-9]{1,2}\b|§")


# --- what is written, and where -----------------------------------------------------------------------------------


@cache
def prose(path):
    """(line, text) of what a file says to people: docstrings and comments of a program, everything of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return list(enumerate(text.splitlines(), 1))
    if path.suffix != ".py":
        sign = "//" if path.suffix == ".typ" else "#"
        return [(n, line[line.index(sign) :]) for n, line in enumerate(text.splitlines(), 1) if sign in line]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    found = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    for node in ast.walk(tree(path)):
        if _is_prose(node):
            found += [(node.lineno + n, line) for n, line in enumerate(node.value.value.splitlines())]
    return found


def _is_prose(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_written(path):
    return path.suffix in (".py", ".md", ".toml", ".yaml", ".yml", ".in", ".typ") or path.name in ("Makefile", "run")


NOT_FOLLOWED = {
    "CHANGELOG.md",
    "0001_first.py",
    "test_citations.py",
}  # what there was; and examples of what there is not
FILES = [path for path in tracked() if _is_written(path) and not {*path.parts, path.name} & {"letters", *NOT_FOLLOWED}]


def offences(look):
    """What `look` finds missing, with its place; addresses are left alone."""
    return [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in FILES
        for line, text in prose(path)
        for name in look(path, re.sub(r"\w+://\S+", "", text))
    ]


# --- files, places, headings --------------------------------------------------------------------------------------


def test_files_that_are_named_exist():
    assert offences(missing_files) == []


def missing_files(path, text):
    """A program may be named by its last part; a page only by its place, from here or from the top."""
    for name in FILE.findall(text):
        if not (path.parent / name).exists() and not (ROOT / name).exists() and name not in programs():
            yield name


@cache
def programs():
    """The last parts of all programs' names."""
    return {file.name for file in tracked() if file.suffix != ".md"}


def test_places_that_are_named_exist():
    assert offences(missing_places) == []


def missing_places(path, text):
    for place in PLACE.findall(text):
        if not any((ROOT / f"{place}{suffix}").exists() for suffix in ("", ".py", ".md", ".yaml")):
            yield place


def test_headings_that_are_named_exist():
    assert offences(missing_headings) == []


def missing_headings(path, text):
    for page, heading in HEADING.findall(text):
        if not (ROOT / page).exists() or not re.search(rf"^#+ {re.escape(heading)}$", (ROOT / page).read_text(), re.M):
            yield f'{page}, "{heading}"'


def test_nothing_is_cited_that_only_those_who_were_there_can_know():
    assert offences(lambda path, text: PAPERS.findall(text)) == []


# --- names --------------------------------------------------------------------------------------------------------


@cache
def words_of_programs():
    """Every word that stands in a program or its settings and is not prose."""
    words = set(dir(builtins))
    for path in tracked():
        if path.suffix == ".py" and path.name not in NOT_FOLLOWED:
            words |= {path.stem, path.parent.name}
            words.update(_words_of(path))
        elif path.suffix in (".yaml", ".toml", ".html", ".typ", ".in", ".js") or "letters" in path.parts:
            words |= set(WORD.findall(re.sub(r"#.*", "", path.read_text(encoding="utf-8"))))
    return words


def _words_of(path):
    said = {id(node.value) for node in ast.walk(tree(path)) if _is_prose(node)}
    for node in ast.walk(tree(path)):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in said:
                yield from WORD.findall(text)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield from WORD.findall(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.ImportFrom(module=str(name)):
                yield from WORD.findall(name)


@cache
def members():
    """What each of our modules and classes holds, by its name; several of one name together."""
    held = {}
    for path in python_files():
        name = path.parent.name if path.name == "__init__.py" else path.stem
        held.setdefault(name, set()).update(_named_in(tree(path)), [other.stem for other in _beside(path)])
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                inherited = {attr for base in node.bases for attr in held.get(ast.unparse(base), ())}
                held.setdefault(node.name, set()).update(_named_in(node), inherited)
    return held


@cache
def of_classes():
    """What the classes of the house hold, all together."""
    return set().union(*(names for name, names in members().items() if name[:1].isupper()))


def _beside(path):
    return path.parent.iterdir() if path.name == "__init__.py" else ()


def _named_in(node):
    for part in ast.walk(node):
        match part:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name


@pytest.mark.parametrize(
    ("look", "text", "gone"),
    [
        (missing_files, "what wake.py does is done by office/wake.py and office/awake.py", ["office/awake.py"]),
        (missing_files, "see docs/glossary.md, glossary.md and https://example.org/x.md", ["glossary.md"]),
        (missing_places, "the rules of domain/rules and domain/rulers, policies/<preset>.yaml", ["domain/rulers"]),
        (
            missing_headings,
            'docs/glossary.md, "Deciding" and docs/glossary.md, "Dithering"',
            ['docs/glossary.md, "Dithering"'],
        ),
    ],
)
def test_what_is_gone_is_noticed(look, text, gone):
    assert list(look(ROOT / "office" / "desk.py", text)) == gone


def test_names_that_are_cited_exist():
    assert offences(missing_names) == []


def missing_names(path, text):
    known, held = words_of_programs(), members()
    for code in CODE.findall(text):
        if dotted := DOTTED.fullmatch(code):
            first, second, *rest = dotted[1], *dotted[2].strip(".").split(".")
            # What is named like a module may also be one of its things: `store.update`, `calendar.mentors_call`.
            found = second in held[first] or second in of_classes() if first in held else first in known
            if second not in FILE_ENDS and not (found and known.issuperset([second, *rest])):
                yield code
        elif called := CALLED.fullmatch(code):
            if called[1] not in known:
                yield code
        elif (
            WORD.fullmatch(code) and (path.suffix == ".py" or "_" in code) and not code.isupper() and code not in known
        ):
            yield code


def test_a_name_that_is_gone_is_noticed():
    kept = "`Problem.of`, `store.update(turn)`, `verify()`, "
    gone = ["`Problem.off`", "`office.settings.Settingz`", "`verifyy()`", "`undeclared_thing`"]

    assert [f"`{name}`" for name in missing_names(ROOT / "README.md", kept + ", ".join(gone))] == gone
