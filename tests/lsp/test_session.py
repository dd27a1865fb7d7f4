"""What an editor is told of rule files, over the streams of a server that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.load import load, load_text
from tests.lsp.client import Editor, Process, Refusal, Thread
from tests.lsp.valley import PARTIES, RULES, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("pygls", reason="the language server needs pygls")

Json = dict[str, Any]


@pytest.fixture(scope="module", params=[Process, Thread])
def editor(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Editor]:
    """Return an editor with the rulebook open; its server is a program, and then a thread."""
    with Editor(written(tmp_path_factory.mktemp("valley")), server=request.param) as found:
        found.open("rules.yaml")
        found.open("parties.yaml")
        yield found
    assert found.code == 0


@pytest.fixture
def rules(editor: Editor) -> Iterator[Editor]:
    """Return the editor, and put its documents back as they were after the test."""
    yield editor
    for name, text in (("rules.yaml", RULES), ("parties.yaml", PARTIES)):
        if editor.texts[editor.uri(name)][1] != text:
            editor.change(name, text)


def edited(text: str, edits: list[Json]) -> str:
    """Return a text with edits made, whose positions are in UTF-16."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    for edit in sorted(edits, key=lambda item: str(item["range"]["start"]), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        line = lines[start["line"]]
        new = edit["newText"].encode("utf-16-le")
        lines[start["line"]] = line[: 2 * start["character"]] + new + line[2 * end["character"] :]
    return "\n".join(line.decode("utf-16-le") for line in lines)


# --- problems -------------------------------------------------------------------------


def test_a_sound_rulebook_of_two_files_has_no_problems(rules: Editor) -> None:
    assert rules.problems("rules.yaml") == rules.problems("parties.yaml") == []


def test_a_problem_has_its_code_its_page_and_its_range(rules: Editor) -> None:
    rules.change("rules.yaml", RULES.replace("target: raiders", "target: raider"))
    (found,) = rules.problems("rules.yaml")
    assert rules.covered("rules.yaml", found["range"]) == "raider"
    assert (found["code"], found["severity"], found["source"]) == ("unknown-party", 1, "ceasefire")
    assert found["message"].endswith("did you mean `raiders`?")
    page = "https://example.org/docs/problems.html#unknown-party"
    assert found["codeDescription"]["href"] == page


def test_what_is_open_stands_in_for_what_is_on_disk(rules: Editor) -> None:
    rules.change("parties.yaml", PARTIES.replace("  raiders:", "  looters:"))
    rules.change("rules.yaml", RULES + "# changed as well\n")
    assert {item["code"] for item in rules.problems("rules.yaml")} == {"unknown-party"}


def test_a_problem_in_a_file_that_is_not_open_is_told_of(tmp_path: Path) -> None:
    folder = written(tmp_path / "valley")
    wrong = PARTIES.replace("within: valley", "within: vale")
    (folder / "parties.yaml").write_text(wrong, encoding="utf-8")
    with Editor(folder, server=Thread) as editor:
        editor.open("rules.yaml")
        assert editor.problems("rules.yaml") == []
        editor.texts[editor.uri("parties.yaml")] = (None, wrong)  # type: ignore[assignment]
        assert [item["code"] for item in editor.problems("parties.yaml")] == ["unknown-place"]
        editor.close("rules.yaml")
        last = [item["params"] for item in editor.told]
        while last[-1] != {"uri": editor.uri("parties.yaml"), "diagnostics": []}:
            editor.receive()
            last = [item["params"] for item in editor.told]


@pytest.mark.parametrize("method", ["textDocument/didSave", "workspace/didChangeWatchedFiles"])
def test_a_file_that_changes_on_disk_is_read_again(tmp_path: Path, method: str) -> None:
    folder = written(tmp_path / "valley")
    with Editor(folder, server=Thread) as editor:
        editor.open("rules.yaml")
        assert editor.problems("rules.yaml") == []
        assert [item["method"] for item in editor.asked] == ["client/registerCapability"]
        (folder / "parties.yaml").write_text(PARTIES.replace("raiders:", "looters:"), "utf-8")
        editor.told.clear()
        saved = {"textDocument": {"uri": editor.uri("parties.yaml")}}
        changed = {"changes": [{"uri": editor.uri("parties.yaml"), "type": 2}]}
        editor.tell(method, saved if method.endswith("Save") else changed)
        assert {item["code"] for item in editor.problems("rules.yaml")} == {"unknown-party"}


def test_no_answer_for_an_older_version_comes_after_a_newer_change(rules: Editor) -> None:
    for count in range(30):
        rules.change("rules.yaml", RULES.replace("target: raiders", f"target: r{count}"))
    (found,) = rules.problems("rules.yaml")
    assert "`r29`" in found["message"]
    uri = rules.uri("rules.yaml")
    versions = [
        item["params"].get("version")
        for item in rules.told
        if item["method"] == "textDocument/publishDiagnostics" and item["params"]["uri"] == uri
    ]
    assert versions == sorted(versions)


def test_other_yaml_is_left_alone(tmp_path: Path) -> None:
    with Editor(tmp_path, server=Thread) as editor:
        editor.open("compose.yaml", "services: {a: 1}\nservices: 2\n")
        assert editor.problems("compose.yaml") == []
        editor.open("own.cases.yaml", "cases: [1]\nparties: 1\n")
        assert editor.problems("own.cases.yaml") == []


def test_two_rulebooks_in_one_folder_are_two(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f"rulebook: {name}\ntimezone: UTC\nparties: {{a: A}}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with Editor(tmp_path, server=Thread) as editor:
        editor.open("one.yaml")
        assert editor.problems("one.yaml") == []
        editor.open("three.yml", "rulebook: three\n")
        assert [item["code"] for item in editor.problems("three.yml")] == ["missing-key"]
        editor.open("huge.yml", "rulebook: x\n" + "#" * 3_000_000)
        assert [item["code"] for item in editor.problems("huge.yml")] == ["too-large"]
        assert editor.ask("textDocument/hover", editor.at("huge.yml", "rulebook")) is None


def test_what_is_odd_about_a_sound_rulebook_is_told_later(tmp_path: Path) -> None:
    text = RULES
    with Editor(written(tmp_path / "valley"), server=Thread, thorough=True) as editor:
        editor.open("rules.yaml", text)
        assert editor.problems("rules.yaml") == []
        editor.told.clear()
        found = {item["code"]: item for item in editor.problems("rules.yaml")}
        stale = found["stale-acceptance"]
        assert "instruments.longer" in stale["message"] + editor.line("rules.yaml", stale["range"])
        assert (stale["severity"], found["missing-citation"]["severity"]) == (2, 3)
        # It is no longer told once something changes, and at once when that is taken back.
        editor.change("rules.yaml", f"{text}# more\n")
        assert editor.problems("rules.yaml") == []
        editor.change("rules.yaml", text)
        assert {item["code"] for item in editor.problems("rules.yaml")} == set(found)
        editor.change("rules.yaml", f"{text}# and more\n")


# --- places ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "unit"), [("utf-8", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")]
)
def test_positions_count_in_what_was_agreed_upon(tmp_path: Path, encoding: str, unit: str) -> None:
    width = len("x".encode(unit))
    with Editor(written(tmp_path / "valley"), encodings=[encoding], server=Thread) as editor:
        assert editor.capabilities["positionEncoding"] == encoding
        editor.open("rules.yaml", RULES.replace("target: raiders", "target: raider"))
        (found,) = editor.problems("rules.yaml")
        line = editor.texts[editor.uri("rules.yaml")][1].split("\n")[
            found["range"]["start"]["line"]
        ]
        before = line[: line.index("raider}")].encode(unit)
        assert found["range"]["start"]["character"] == len(before) // width
        place = {
            "textDocument": {"uri": editor.uri("rules.yaml")},
            "position": found["range"]["start"],
        }
        offered = editor.ask("textDocument/completion", place)["items"]
        assert "raiders" in {item["label"] for item in offered}


# --- completion -----------------------------------------------------------------------


def offered(editor: Editor, name: str, text: str) -> dict[str, Json]:
    """Return what is offered where a text has a `|`."""
    editor.change(name, text.replace("|", "", 1))
    place = editor.at(name, text[: text.index("|")], text.index("|"))
    items = editor.ask("textDocument/completion", place)["items"]
    return {item["label"]: item for item in items}


@pytest.mark.parametrize(
    ("end", "some"),
    [
        ("    binds: |", {"north", "south", "raiders", "civilians"}),
        ("    binds: {all_except: [north, |", {"north", "south", "raiders"}),
        ("    where:\n      - v|", {"valley", "town"}),
        ("    exclude:\n      x: {when: {|", {"kind", "actor", "any", "not"}),
        ("    exclude:\n      x: {when: {kind: sh|", {"shelling", "attack"}),
        ("    exclude:\n      x: {when: {kind: {not: [|", {"shelling", "attack"}),
        ("    exclude:\n      x: {when: {proportionate: |", {"yes", "no"}),
        ("    exclude:\n      x: {when: {target: |}, cite: text}", {"raiders"}),
        ("    if: {|", {"clock"}),
        ("    if: {clock: |", {"first", "second"}),
        ("    if:\n      clock: |", {"first", "second"}),
        ("    extends: |", {"truce", "longer"}),
        ("    extends: truce\n    without: [|", {"raids", "attacks", "defence"}),
        ("    extends: truce\n    permit: {p: {lifts: |", {"attacks"}),
        ("    prohibit:\n      p:\n        severity: |", {"minor", "serious", "grave"}),
        ("    prohibit:\n      p:\n        cite: [|", {"text"}),
        ("    prohibit:\n      p:\n        |", {"when", "severity", "cite", "lifts"}),
        ("    in_force:\n      - |", {"from", "until", "for", "days"}),
        ("    |", {"exclude", "where", "in_force", "extends"}),
        ('    title: "a string that is open\n    bi|', {"binds"}),
    ],
)
def test_what_may_follow_is_offered_although_the_document_is_broken(
    rules: Editor, end: str, some: set[str]
) -> None:
    text = RULES.split("laws:")[0] + "  other:\n" + end
    assert some <= set(offered(rules, "rules.yaml", text))


@pytest.mark.parametrize(
    ("end", "none"),
    [
        ("    title: |", {"north", "title"}),
        ("    where: valley\n    |", {"where"}),
        ("    note: >-\n      free te|", {"north", "where"}),
        ("    # a remark |", {"north", "where"}),
        ("    extends: longer\n    permit: {p: {lifts: |", {"raids", "defence"}),
        ("    cite: text 1|", {"text"}),
    ],
)
def test_what_may_not_follow_is_not_offered(rules: Editor, end: str, none: set[str]) -> None:
    text = RULES.split("laws:")[0] + "  other:\n" + end
    assert not none & set(offered(rules, "rules.yaml", text))


def test_an_offer_has_the_name_in_words_and_replaces_the_whole_word(rules: Editor) -> None:
    found = offered(rules, "rules.yaml", RULES.replace("target: raiders", "target: rai|ders"))
    item = found["raiders"]
    assert item["detail"] == "The Raiders"
    assert "The Raiders" in item["filterText"]
    assert rules.covered("rules.yaml", item["textEdit"]["range"]) == "raiders"
    found = offered(rules, "rules.yaml", RULES.split("instruments:")[0] + "instr|")
    assert found["instruments"]["textEdit"]["newText"] == "instruments: "
    found = offered(
        rules, "rules.yaml", RULES.replace("default_reading: north-view", "default_reading:|")
    )
    assert found["north-view"]["textEdit"]["newText"] == " north-view"


# --- what a word is -------------------------------------------------------------------


def hovered(editor: Editor, name: str, what: str, shift: int = 0) -> str:
    found = editor.ask("textDocument/hover", editor.at(name, what, shift))
    return str(found["contents"]["value"]) if found else ""


def test_hovering_tells_names_and_sources_and_no_mark_up_of_theirs(rules: Editor) -> None:
    party = hovered(rules, "rules.yaml", "north, south")
    assert "**Northern Army**" in party
    assert "الجيش 🕊" in party
    assert r"\[x\]\(command\:y\)" in party
    source = hovered(rules, "rules.yaml", "cite: text}", 7)
    assert r"The text \[of\] \*the\* truce" in source
    assert r"https\:\/\/example\.org\/\<b\>" in source
    assert "The text" in hovered(rules, "parties.yaml", "raiders")


def test_hovering_tells_what_keys_and_categories_are(rules: Editor) -> None:
    assert "How grave a breach is" in hovered(rules, "rules.yaml", "severity").replace(
        "For a prohibition\\: how", "How"
    )
    assert "attack" in hovered(rules, "rules.yaml", "kind: attack", 7)
    assert "From when does it hold" in hovered(rules, "rules.yaml", "if: {clock", 5)
    assert "held by" not in hovered(rules, "rules.yaml", "timezone")
    assert hovered(rules, "rules.yaml", "Truce in the") == ""


def test_hovering_tells_of_kinds_fields_and_what_there_is_not(rules: Editor) -> None:
    rules.change("rules.yaml", RULES.replace("kind: attack}", "kind: mortar, target: nobody}"))
    assert "part of: " in hovered(rules, "rules.yaml", "kind: mortar", 7)
    assert "field" in hovered(rules, "rules.yaml", "kind: mortar", 1)
    assert "has no such party" in hovered(rules, "rules.yaml", "nobody", 1)


# --- where things are -----------------------------------------------------------------


def places(editor: Editor, method: str, what: str, shift: int = 0, **more: object) -> list[str]:
    """Return the lines, in any of the two files, that a request leads to."""
    found = editor.ask(f"textDocument/{method}", {**editor.at("rules.yaml", what, shift), **more})
    texts = {uri: text.split("\n") for uri, (_, text) in editor.texts.items()}
    return [texts[item["uri"]][item["range"]["start"]["line"]].strip() for item in found]


@pytest.mark.parametrize(
    ("what", "shift", "start"),
    [
        ("target: raiders", 9, "raiders:"),
        ("where: valley", 8, "valley:"),
        ("if: {clock: first", 5, "clock:"),
        ("if: {clock: first", 12, "answers:"),
        ('cite: "text 1(b)', 7, "text:"),
        ("extends: truce", 10, "truce:"),
        ("without: [raids", 11, "raids:"),
        ("lifts: attacks", 8, "attacks:"),
        ("default_reading: north", 18, "readings:"),
        ("during truce not", 8, "truce:"),
        ("is raiders", 4, "raiders:"),
        ("prohibit.attacks", 10, "attacks:"),
    ],
)
def test_a_name_leads_to_its_definition(rules: Editor, what: str, shift: int, start: str) -> None:
    (found,) = places(rules, "definition", what, shift)
    assert found.startswith(start)


def test_a_definition_leads_to_its_mentions(rules: Editor) -> None:
    without, declared = (
        places(rules, "references", "attacks:", context={"includeDeclaration": flag})
        for flag in (False, True)
    )
    assert [line.split(":")[0] for line in without] == ["defence", "passage", "- {code"]
    assert len(declared) == len(without) + 1
    rules.change("rules.yaml", RULES.replace("    prohibit:", "    prohibit: ["))
    assert places(rules, "definition", "target: raiders", 9) != []


def test_the_outline_is_a_tree_of_things(rules: Editor) -> None:
    request = {"textDocument": {"uri": rules.uri("rules.yaml")}}
    found = rules.ask("textDocument/documentSymbol", request)
    top = {item["name"]: item for item in found}
    (truce, longer) = top["instruments"]["children"]
    assert [item["name"] for item in truce["children"]] == ["raids", "attacks", "defence"]
    assert (truce["detail"], longer["name"]) == ("هدنة 🕊", "longer")
    assert [item["name"] for item in top["questions"]["children"][0]["children"]] == [
        "first",
        "second",
    ]


# --- changes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "shift", "files"),
    [
        ("target: raiders", 9, 2),
        ("where: valley", 8, 2),
        ("if: {clock: first", 5, 1),
        ("if: {clock: first", 12, 1),
        ('cite: "text 1(b)', 7, 2),
        ("extends: truce", 10, 1),
        ("without: [raids", 11, 1),
        ("lifts: attacks", 8, 1),
        ("default_reading: north", 18, 1),
        ("longer:", 0, 1),
    ],
)
def test_a_thing_gets_another_id_in_all_files(
    rules: Editor, tmp_path: Path, what: str, shift: int, files: int
) -> None:
    place = rules.at("rules.yaml", what, shift)
    offer = rules.ask("textDocument/prepareRename", place)
    old = offer["placeholder"]
    assert rules.covered("rules.yaml", offer["range"]) == old
    answer = rules.ask("textDocument/rename", {**place, "newName": "quite-new"})
    changes = {item["textDocument"]["uri"]: item["edits"] for item in answer["documentChanges"]}
    assert len(changes) == files
    folder = written(tmp_path / "valley")
    for name in ("rules.yaml", "parties.yaml"):
        uri = rules.uri(name)
        text = edited(rules.texts[uri][1], changes.get(uri, []))
        (folder / name).write_text(text, encoding="utf-8")
    assert load(folder).parties
    words = (folder / "rules.yaml").read_text(encoding="utf-8").replace("{", " ").split()
    assert f"{old}:" not in words


@pytest.mark.parametrize(
    ("what", "shift", "new", "why"),
    [
        ("target: raiders", 9, "north", "the id of another party"),
        ("target: raiders", 9, "Raiders", "an id is made of"),
        ("target: raiders", 9, "unknown", "already means something else"),
        ("target: raiders", 9, "army-of-the-north", ""),
        ("kind: attack", 7, "assault", "a word that every rulebook has"),
        ("lifts: attacks", 8, "raids", "the id of another provision"),
        ("lifts: attacks", 8, "time", "is what findings call a ground"),
        ("title: Truce", 1, "name", "no id here"),
    ],
)
def test_a_rename_that_would_break_something_is_refused(
    rules: Editor, what: str, shift: int, new: str, why: str
) -> None:
    request = {**rules.at("rules.yaml", what, shift), "newName": new}
    if not why:
        assert rules.ask("textDocument/rename", request)
        return
    with pytest.raises(Refusal, match=why):
        rules.ask("textDocument/rename", request)


def test_nothing_is_renamed_while_a_file_cannot_be_read(rules: Editor) -> None:
    rules.change("parties.yaml", PARTIES + "x: [\n")
    with pytest.raises(Refusal, match="mend the syntax"):
        rules.ask(
            "textDocument/rename",
            {**rules.at("rules.yaml", "target: raiders", 9), "newName": "looters"},
        )


@pytest.mark.parametrize(
    ("old", "wrong"),
    [
        ("target: raiders", "target: raider"),
        ("target: raiders", "target: The Raiders"),
        ("severity: serious", "severty: serious"),
        ("severity: serious, cite: text", "severity: serious, cite: txt"),
        ("kind: attack", "kind: attak"),
        ("extends: truce", "extends: truse"),
    ],
)
def test_the_word_that_was_meant_can_be_put_in(rules: Editor, old: str, wrong: str) -> None:
    text = RULES.replace(old, wrong)
    rules.change("rules.yaml", text)
    found = rules.problems("rules.yaml")
    request = {
        "textDocument": {"uri": rules.uri("rules.yaml")},
        "range": found[0]["range"],
        "context": {"diagnostics": found},
    }
    (action, *_) = rules.ask("textDocument/codeAction", request)
    (change,) = action["edit"]["documentChanges"]
    assert action["kind"] == "quickfix"
    assert edited(text, change["edits"]) == RULES


def laid_out(editor: Editor, name: str) -> str:
    """Return a document after it was laid out."""
    request = {
        "textDocument": {"uri": editor.uri(name)},
        "options": {"tabSize": 2, "insertSpaces": True},
    }
    text = editor.texts[editor.uri(name)][1]
    edits = editor.ask("textDocument/formatting", request)
    if not edits:
        return text
    (edit,) = edits
    lines = text.splitlines(keepends=True)
    start, end = edit["range"]["start"], edit["range"]["end"]
    assert start["character"] == 0
    rest = "".join(lines[end["line"] :])[end["character"] :]
    return "".join(lines[: start["line"]]) + str(edit["newText"]) + rest


def test_a_document_is_laid_out_as_the_command_would(rules: Editor) -> None:
    untidy = RULES.replace("where: valley", "where:    valley").replace("\nlaws:", "\n\n\nlaws:")
    for text in (RULES, untidy, untidy.replace("\n", "\r\n"), untidy.rstrip("\n")):
        rules.change("rules.yaml", text)
        assert laid_out(rules, "rules.yaml") == formatted(text)
    for text in ("parties: [\n", ""):
        rules.change("rules.yaml", text)
        assert laid_out(rules, "rules.yaml") == text


# --- robustness -----------------------------------------------------------------------


def test_a_request_that_makes_no_sense_is_answered_and_the_server_goes_on(rules: Editor) -> None:
    nowhere = {
        "textDocument": {"uri": "untitled:nowhere"},
        "position": {"line": 1, "character": 1},
    }
    with pytest.raises(Refusal, match="not open"):
        rules.ask("textDocument/hover", nowhere)
    rules.send({"id": "nobody-waits", "method": "textDocument/hover", "params": {"position": 1}})
    rules.send({"method": "textDocument/didChange", "params": {"textDocument": []}})
    with pytest.raises(Refusal):
        rules.ask("workspace/nothing", {})
    beyond = rules.at("rules.yaml", "rulebook")
    beyond["position"] = {"line": 10**6, "character": 10**6}
    assert rules.ask("textDocument/hover", beyond) is None
    assert "Northern" in hovered(rules, "rules.yaml", "north, south")


def test_hostile_documents_do_not_end_the_server(rules: Editor) -> None:
    for text in (
        "[" * 100_000,
        "a: &a [*a]\n" * 50,
        "- " * 20_000,
        "\ud800: \u2028\x00",
        "{a: " * 9999,
    ):
        rules.change("rules.yaml", f"rulebook: x\n{text}")
        assert rules.problems("rules.yaml") != []
        rules.ask("textDocument/completion", rules.at("rules.yaml", "rulebook", 12))
        request = {"textDocument": {"uri": rules.uri("rules.yaml")}}
        rules.ask("textDocument/documentSymbol", request)


def test_the_rulebook_of_these_tests_is_sound() -> None:
    assert load_text(RULES + PARTIES).id == "valley"
