"""What no single command owns: kg init, kg.toml, --json, colours, help, completion, doctor."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, command, main, project
from kg.cli.doctor import findings
from kg.cli.options import table
from kg.export import FORMATS
from kg.tables import read_tables, write_tables
from tests.builders import town
from tests.conftest import require_program

ROOT = Path(__file__).parents[1]


def kg(*arguments: str | Path, **more: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)], **more)  # type: ignore[arg-type]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a small graph in out/."""
    monkeypatch.chdir(tmp_path)
    write_tables(town(), tmp_path / "out" / "tables")
    return tmp_path


def every_command(parent: click.Command, *names: str) -> list[tuple[str, click.Command]]:
    if isinstance(parent, click.Group):
        groups = (every_command(child, *names, name) for name, child in parent.commands.items())
        return [found for group in groups for found in group]
    return [(" ".join(names), parent)]


ALL = [found for name in COMMANDS for found in every_command(command(name), name)]


@pytest.mark.parametrize(("name", "declared"), ALL, ids=[name for name, _ in ALL])
def test_every_command_explains_itself_with_an_example(name: str, declared: click.Command) -> None:
    assert declared.help is not None
    assert f"kg {name} " in declared.help or f"kg {name}\n" in f"{declared.help}\n", "an example, please"
    assert [] == [p.name for p in declared.params if isinstance(p, click.Option) and not p.help]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["build", "export"])
def test_the_help_names_every_format(name: str, language: str) -> None:
    shown = CliRunner().invoke(main, ["--lang", language, name, "--help"]).output
    assert [] == [one for one in FORMATS if not re.search(rf"\b{one}\b", shown)]


def test_a_misspelled_command_is_told_its_neighbour() -> None:
    assert "Did you mean 'build'?" in kg("bild").stderr
    assert "No such command 'xyzzy'" in kg("xyzzy").stderr


@pytest.mark.parametrize("words", [("explain", "no", "周敏"), ("merge", "no", "周敏", "周强")])
def test_what_is_no_graph_is_named_as_it_was_typed(here: Path, words: tuple[str, ...]) -> None:
    assert "kg: no: not a built graph" in kg(*words).stderr
    (here / "out" / "tables" / "entities.parquet").write_bytes(b"")
    damaged = kg(words[0], "out", *words[2:]).stderr
    assert "kg: out: entities.parquet cannot be read (" in damaged


# ---- kg init and kg.toml


def test_a_new_project_is_complete_and_touches_nothing_that_is_there(here: Path) -> None:
    assert 0 == kg("init", "news").exit_code
    made = {path.relative_to("news").as_posix() for path in Path("news").rglob("*") if path.is_file()}
    assert {".gitignore", "Makefile", "kg.toml", "corpus/bridge.md", "corpus/library.txt"} == made
    (here / "news" / "Makefile").write_text("mine", encoding="utf-8")
    again = kg("init", "news")
    assert 2 == again.exit_code
    assert "is there already" in again.stderr
    assert "mine" == (here / "news" / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_shows_every_option_and_is_in_force_line_for_line(here: Path, language: str) -> None:
    assert 0 == CliRunner().invoke(main, ["--lang", language, "init", "news"]).exit_code
    text = Path("news/kg.toml").read_text("utf-8")
    sections = tomllib.loads(text)
    assert {"corpus": ["corpus"], "out": "out"} == sections.pop("build")
    assert [] == [name for name, section in sections.items() if section]
    # With all lines in force it is still right: names, types, choices.
    in_force = re.sub(r"^# (?=[\w-]+ = )", "", text, flags=re.MULTILINE)
    Path("kg.toml").write_text(in_force, encoding="utf-8")
    found = project.defaults(None, None)
    assert found is not None
    for name, declared in project.configurable().items():
        assert set(found[name]) == {str(p.name) for p in project.keys_of(declared).values()}


@pytest.mark.model
def test_make_in_a_new_project_gives_a_graph(here: Path) -> None:
    assert 0 == kg("init", "news").exit_code
    _make("graph", here / "news")
    asked = kg("explain", here / "news" / "out", "程远", "程德厚")
    assert "parent of" in asked.output, asked.output
    # What the sample tells to show what kg reads, it does read.
    graph = read_tables(here / "news" / "out" / "tables")
    names = {entity.id: entity.name for entity in graph.entities}
    said = {(names[s.subject], s.predicate, names[s.object]) for s in graph.statements}
    assert {
        ("程远", "studiedAt", "沅州师范学院"),
        ("沅州师范学院", "supports", "青梧县图书馆"),
        ("青梧商会", "supports", "石桥镇"),
        ("韩立新", "holdsPost", "青梧县文化和旅游局"),
        ("韩立新", "holdsPost", "青梧县教育局"),
    } <= said


def test_cleaning_a_project_leaves_what_people_decided(here: Path) -> None:
    assert 0 == kg("init", "news").exit_code
    out = here / "news" / "out"
    for name in ("identity.toml", "audit.toml", "report.json", ".hidden", "cache/state.json"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("", encoding="utf-8")
    _make("clean", here / "news")
    assert ["audit.toml", "identity.toml"] == sorted(path.name for path in out.iterdir())
    # Nor is it kept from git, as the rest is.
    kept = (here / "news" / ".gitignore").read_text("utf-8").splitlines()
    assert {"/out/*", "!/out/identity.toml", "!/out/audit.toml"} <= {*kept}
    # Without a graph there is nothing to clean.
    shutil.rmtree(out)
    _make("clean", here / "news")


def _make(target: str, folder: Path) -> None:
    done = subprocess.run(
        [require_program("make"), target, f"KG={sys.executable} -m kg"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert 0 == done.returncode, done.stderr


def test_python_runs_the_package_as_the_command(here: Path) -> None:
    command = [sys.executable, "-m", "kg", "explain", "out", "周强"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.startswith("周强"), done.stderr


def test_the_file_gives_what_is_not_typed(here: Path) -> None:
    Path("kg.toml").write_text("[audit]\nout = 'out'\nnumber = 1\npredicate = 'visited'\n", encoding="utf-8")
    assert "[1/1]" in kg("audit").output
    assert kg("audit", "-n", "50", "--predicate", "holdsPost").output.startswith("\n[1/6]")
    assert 2 == kg("audit", "elsewhere").exit_code


def test_paths_are_relative_to_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("kg.toml").write_text("[audit]\nout = 'out'\n", encoding="utf-8")
    (here / "deep").mkdir()
    monkeypatch.chdir(here / "deep")
    assert 2 == kg("audit").exit_code
    assert 0 == kg("--config", "../kg.toml", "audit").exit_code
    assert 2 == kg("--config", "nowhere.toml", "audit").exit_code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[biuld]\n", "there is no section [biuld]. Did you mean build?"),
        ("[build]\nformat = ['ttl']\n", "[build] has no key format. Did you mean formats?"),
        ("[serve]\nprot = 1\n", "[serve] has no key prot. Did you mean port?"),
        ("[serve]\nport = '80'\n", '[serve] port must be a whole number, not "80"'),
        ("[serve]\nport = 99999\n", "[serve] port: 99999 is not in the range 0<=x<=65535."),
        ("[build]\nwithout-text = 1\n", "[build] without-text must be true or false, not 1"),
        ("[build]\ntitle = true\n", "[build] title must be text in quotation marks, not true"),
        ("build = 3\n", "[build] must be a section"),
        ("[build\n", "not TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(here: Path, text: str, said: str) -> None:
    Path("kg.toml").write_text(text, encoding="utf-8")
    # Whatever command runs: a misspelled line must not wait for the day when it is needed.
    found = kg("audit", "out")
    assert 2 == found.exit_code
    assert found.stderr.startswith("kg: kg.toml: ")
    assert said in found.stderr


# ---- for machines


def keys(text: str) -> set[str]:
    return set(json.loads(text))


def test_json_has_stable_keys_and_nothing_beside_it(here: Path) -> None:
    """What docs/reference/json.md promises."""
    gold = {"document": "2024/first.txt", "entities": [], "relations": []}
    Path("gold.json").write_text(json.dumps(gold), encoding="utf-8")
    expected = {
        ("explain", "out", "县医院"): {"entity", "other", "mentions", "decisions", "facts", "together"},
        ("undecided", "out"): {"decisions"},
        ("diff", "out", "out"): {"documents", "entities", "statements"},
        ("evaluate", "out", "gold.json"): {"entity", "relation", "predicate", "identity"},
        ("audit", "out"): {"predicates", "all"},
        ("doctor",): {"works", "findings"},
    }
    page = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
    for arguments, wanted in expected.items():
        found = kg(*arguments, "--json")
        assert found.exit_code in (0, 1), found.output
        assert wanted == keys(found.stdout), arguments
        assert [] == [key for key in wanted if f"`{key}`" not in page], arguments


def test_gold_of_articles_that_are_not_in_the_graph_is_told_of(here: Path) -> None:
    gold: dict[str, object] = {"document": "elsewhere.txt", "entities": [], "relations": []}
    Path("gold.json").write_text(json.dumps(gold), encoding="utf-8")
    told = "elsewhere.txt is not in the graph: all of it counts as missed"
    assert told in kg("evaluate", "out", "gold.json").stderr
    Path("gold.json").write_text(json.dumps({**gold, "document": "2024/first.txt"}), encoding="utf-8")
    assert "" == kg("evaluate", "out", "gold.json").stderr


# ---- on a terminal and elsewhere


def on_terminal(*arguments: str, **environment: str) -> bytes:
    """What `kg` shows on a terminal."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "--lang", "en", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    try:
        while chunk := os.read(controller, 4096):
            shown += chunk
    except OSError:
        # Linux says so when the other end of a terminal is closed.
        pass
    process.wait(60)
    return shown


def test_colours_are_for_terminals_that_want_them(here: Path) -> None:
    assert b"\x1b[" in on_terminal("doctor")
    assert b"\x1b[" not in on_terminal("doctor", NO_COLOR="1")
    assert "\x1b[" not in kg("doctor").output


def test_columns_are_aligned_whatever_the_script() -> None:
    assert "名       n\n岚水县   1\nab      20\n" == table(
        [("名", "n"), ("岚水县", "1"), ("ab", "20")], right=(1,)
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_written_where_the_shell_looks(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert 0 == kg("completion", shell, "--install").exit_code
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert "_KG_COMPLETE" in path.read_text("utf-8")
    assert path.read_text("utf-8").strip() == kg("completion", shell).output.strip()


def test_the_tab_key_knows_commands_and_options() -> None:
    words = {**os.environ, "PYTHONPATH": str(ROOT), "_KG_COMPLETE": "bash_complete", "COMP_CWORD": "1"}

    def completed(line: str, at: str) -> str:
        program = "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main(prog_name='kg')"
        environment = {**words, "COMP_WORDS": line, "COMP_CWORD": at}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
        ).stdout

    assert {"plain,evaluate", "plain,explain", "plain,export"} == set(completed("kg e", "1").split())
    assert "plain,--predicate" in completed("kg audit --p", "2").split()
    assert {"plain,posts", "plain,post-holders"} & set(completed("kg query out po", "3").split())


def test_the_doctor_looks_at_what_a_build_needs() -> None:
    found = {item.name: item for item in findings()}
    assert {"kg", "python", "spacy", "pyoxigraph", "model zh", "disk", "java", "fonts"} <= set(found)
    assert found["model zh"].ok
    assert "MODEL_CARD.md" in found["model zh"].found
    assert not found["java"].needed


def test_the_doctor_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.cli import doctor

    monkeypatch.setattr(
        doctor, "requires", lambda _name: ["click>=999", "no-such-library>=1", "x; extra == 'dev'"]
    )
    result = kg("doctor")
    assert 1 == result.exit_code
    assert "but >=999 is needed. Run: pip install 'click>=999'" in result.output
    assert re.search(r"MISSING\s+no-such-library\s+not installed. Run: pip install", result.output)
    assert "A build cannot run" in result.output
