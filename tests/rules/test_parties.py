"""The parties of `syria-2016`: one meaning for a name at a time, and no UCDP actor missing."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import pytest
import yaml

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Key = TypeVar("Key")
Value = TypeVar("Value")

RULES: Final = Path(__file__).parents[2] / "rules" / "syria-2016" / "parties.yaml"
LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
ALWAYS: Final = ("0000-00-00", "9999-99-99")
TRUCE: Final = ("2016-02-27", "2016-05-31")
TRUCE_ROWS: Final = 1381
GED: Final = "ged_syria_2016_2019.csv"

# Labels whose apostrophes or quotation marks the release lost; their ids resolve.
GARBLED: Final = {"Jaysh al-Asha?er", "Rahman Corps - ?Abu al-Joud al-Arbini? faction"}


class Named(NamedTuple):
    """A name of a party and the days from which and until which it holds."""

    party: str
    name: str
    start: str
    end: str


def listed(value: object) -> list[Any]:
    """Return a value that may stand alone as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def dated(entry: str | dict[str, str], key: str) -> tuple[str, str, str]:
    """Return what an entry names, with its first day and end day."""
    if isinstance(entry, str):
        return entry, *ALWAYS
    return entry[key], entry.get("from", ALWAYS[0]), entry.get("until", ALWAYS[1])


def names_of(key: str, party: dict[str, Any]) -> Iterator[Named]:
    """Yield the id, the name and the aliases of a party, with their days."""
    yield Named(key, normalise(key), *ALWAYS)
    yield Named(key, normalise(party["name"]), *ALWAYS)
    for alias in listed(party.get("also")):
        name, start, end = dated(alias, "name")
        yield Named(key, normalise(name), start, end)


def memberships(party: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return parent, first day and end day of each membership of a party."""
    return [dated(entry, "party") for entry in listed(party.get("part_of"))]


def overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Return whether two half-open stretches of days meet."""
    return max(first[0], second[0]) < min(first[1], second[1])


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Return the values of each key."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def load() -> dict[str, Any]:
    """Return the file as text scalars."""
    document: dict[str, Any] = yaml.load(RULES.read_text("utf-8"), LOADER)  # noqa: S506
    return document


DOCUMENT: Final = load()
PARTIES: Final[dict[str, dict[str, Any]]] = DOCUMENT["parties"]
NAMES: Final = [named for key, party in PARTIES.items() for named in names_of(key, party)]
CODES: Final = [
    (book, *dated(code, "code"), key)
    for key, party in PARTIES.items()
    for book, codes in party.get("codes", {}).items()
    for code in listed(codes)
]
BY_NAME: Final = grouped((named.name, named) for named in NAMES)
BY_CODE: Final = grouped(((book, code), (start, end, key)) for book, code, start, end, key in CODES)


def parent(key: str, day: str) -> str | None:
    """Return the parent of a party on a day."""
    found = [up for up, start, end in memberships(PARTIES[key]) if start <= day < end]
    assert len(found) <= 1
    return found[0] if found else None


def lineage(key: str, day: str) -> list[str]:
    """Return a party and those above it on a day."""
    chain = [key]
    while (above := parent(chain[-1], day)) is not None:
        assert above not in chain, f"{above} is part of itself on {day}"
        chain.append(above)
    return chain


def resolve(name: str, day: str) -> set[str]:
    """Return the parties that a name stands for on a day."""
    return {n.party for n in BY_NAME.get(normalise(name), ()) if n.start <= day < n.end}


def actor(label: str, day: str) -> str | None:
    """Return the party of a UCDP label: as a code, or else as a name on the day."""
    found = resolve(label, day)
    return coded("ucdp", label, day) or (found.pop() if len(found) == 1 else None)


def coded(book: str, code: str, day: str) -> str | None:
    """Return the party that a code stands for on a day; there is never more than one."""
    found = {key for start, end, key in BY_CODE.get((book, code), ()) if start <= day < end}
    assert len(found) <= 1, (book, code)
    return next(iter(found), None)


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    """Return the rows of one of the shared tables."""
    with (folder / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield every mapping of a YAML document."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mappings(item)


# --- the file by itself ----------------------------------------------------------


def test_no_key_is_given_twice() -> None:
    """Loaders keep the last of two equal keys, so a slip would pass unseen."""
    root = yaml.compose(RULES.read_text("utf-8"))
    assert root is not None
    for mapping in mappings(root):
        keys = [key.value for key, _ in mapping.value]
        assert len(keys) == len(set(keys)), mapping.start_mark


def test_every_party_keeps_to_the_schema() -> None:
    """Unknown keys are mostly commas in unquoted notes."""
    for key, party in PARTIES.items():
        assert set(party) <= {"name", "part_of", "also", "codes", "note", "cite"}, key
        assert party["name"], key
        assert set(party.get("codes", {})) <= {"ucdp", "acled", "un", "cameo"}, key
        for entry in listed(party.get("part_of")):
            assert isinstance(entry, str) or set(entry) <= {"party", "from", "until"}, key
        for alias in listed(party.get("also")):
            assert isinstance(alias, str) or set(alias) <= {"name", "from", "until"}, key


def test_every_party_cites_a_source_with_its_evidence() -> None:
    """What is known or unsure must say so."""
    for key, party in PARTIES.items():
        cited = listed(party.get("cite"))
        assert cited, key
        assert set(cited) <= set(DOCUMENT["sources"]), key
    for source in DOCUMENT["sources"].values():
        assert source["evidence"] in {"found", "known", "unsure"}


def test_what_is_called_unsure_is_cited_as_unsure_or_found() -> None:
    """A note that admits doubt does not rest on general knowledge alone."""
    for key, party in PARTIES.items():
        if "unsure" in party.get("note", ""):
            assert set(listed(party["cite"])) != {"actors-known"}, key


def test_a_name_stands_for_one_party_at_a_time() -> None:
    """Names are compared as the library compares them."""
    for same in BY_NAME.values():
        for one, other in combinations(same, 2):
            if one.party != other.party:
                assert not overlap(one[2:], other[2:]), (one, other)


def test_no_alias_is_given_twice() -> None:
    """Spellings that compare as equal to another, or to the name, add nothing."""
    for key, party in PARTIES.items():
        spelled = [named.name for named in names_of(key, party)][1:]
        assert len(spelled) == len(set(spelled)), (key, sorted(spelled))


def test_a_code_stands_for_one_party() -> None:
    """Only one at a time, however the code is written."""
    for one, other in combinations(CODES, 2):
        if (one[0], normalise(one[1])) == (other[0], normalise(other[1])):
            assert not overlap(one[2:4], other[2:4]), (one, other)


def test_codes_of_cameo_are_of_a_state_or_a_group() -> None:
    """A country alone is its towns and people, too; its rebels are of several parties."""
    found = [code for book, code, *_ in CODES if book == "cameo"]
    groups = {"IMGMOSALQ", "LBNREBHEZ", "TURREBPKK", "PALPLO", "PSEREBISJ"}
    assert groups <= set(found)
    for code in set(found) - groups:
        roles = {code[at : at + 3] for at in range(3, len(code), 3)}
        assert roles, code
        assert roles <= {"GOV", "MIL", "SPY"}, code


def test_parties_form_a_forest_at_every_instant() -> None:
    """Every parent exists, a party has one at a time, and none contains itself."""
    edges = {ALWAYS[0]}
    for key, party in PARTIES.items():
        spans = memberships(party)
        for up, start, end in spans:
            assert up in PARTIES, (key, up)
            assert start < end, key
            edges |= {start, end}
        for one, other in combinations(spans, 2):
            assert not overlap(one[1:], other[1:]), key
    for day in edges:
        for key in PARTIES:
            assert lineage(key, day)[0] == key


@pytest.mark.parametrize(
    ("party", "above"),
    [
        ("nusra", ["al-qaeda"]),
        ("isis", []),
        ("al-qaeda", []),
        ("un-designated", []),
        ("opposition", []),
        ("outsiders", []),
        ("fsa", ["opposition"]),
        ("ahrar-al-sham", ["opposition"]),
        ("jaysh-al-islam", ["opposition"]),
        ("southern-front", ["opposition"]),
        ("rahman-corps", ["opposition"]),
        ("fatah-halab", ["opposition"]),
        ("levant-front", ["opposition"]),
        ("hawar-kilis", ["opposition"]),
        ("mare-operations-room", ["opposition"]),
        ("ypg", ["sdf"]),
        ("syrian-government", ["government-side"]),
        ("russia", ["government-side"]),
        ("iran", ["government-side"]),
        ("hezbollah", ["government-side"]),
        ("ndf", ["pro-government-militias", "government-side"]),
        ("us-coalition", ["outsiders"]),
        ("united-states", ["us-coalition", "outsiders"]),
        ("united-kingdom", ["us-coalition", "outsiders"]),
        ("france", ["us-coalition", "outsiders"]),
        ("turkey", ["outsiders"]),
        ("israel", ["outsiders"]),
        ("jordan", ["outsiders"]),
        ("iraq", ["outsiders"]),
        ("jfs", ["nusra-successors"]),
        ("hts", ["nusra-successors"]),
        ("jaysh-al-fatah", []),
        ("jund-al-aqsa", []),
        ("shuhada-al-yarmouk", []),
        ("harakat-sham-al-islam", ["un-designated"]),
    ],
)
def test_affiliations_during_the_truce(party: str, above: list[str]) -> None:
    """The ids that the rest of the rulebook relies on."""
    assert lineage(party, "2016-05-05") == [party, *above]


@pytest.mark.parametrize(
    ("party", "day", "above"),
    [
        ("harakat-sham-al-islam", "2016-02-28", None),
        ("harakat-sham-al-islam", "2016-02-29", "un-designated"),
        ("jund-al-aqsa", "2017-07-19", None),
        ("jund-al-aqsa", "2017-07-20", "un-designated"),
        ("ypg", "2015-10-09", None),
        ("ypg", "2015-10-10", "sdf"),
        ("jaysh-al-thuwar", "2015-10-09", "opposition"),
        ("jaysh-al-thuwar", "2015-10-10", "sdf"),
        ("nour-al-din-al-zenki", "2017-01-27", "opposition"),
        ("nour-al-din-al-zenki", "2017-01-28", "hts"),
        ("nour-al-din-al-zenki", "2017-07-20", "opposition"),
        ("manbij-military-council", "2016-04-01", None),
        ("manbij-military-council", "2016-04-02", "sdf"),
    ],
)
def test_affiliations_change_on_their_day(party: str, day: str, above: str | None) -> None:
    """The first day of a membership is in, the day before is out."""
    assert parent(party, day) == above


@pytest.mark.parametrize(
    ("name", "day", "party"),
    [
        ("Government of Syria", "2016-05-05", "syrian-government"),
        ("Syrian Arab Air Force", "2016-05-05", "syrian-government"),
        ("Syrian Armed Forces", "2016-05-05", "syrian-government"),
        ("Russian Aerospace Forces", "2016-05-05", "russia"),
        ("US-led Coalition", "2016-05-05", "us-coalition"),
        ("International Coalition", "2016-05-05", "us-coalition"),
        ("Free Syrian Army", "2016-05-05", "fsa"),
        ("People\u2019s Protection Units", "2016-05-05", "ypg"),
        ("Kurdish forces", "2016-05-05", "sdf"),
        ("al-nusra front", "2016-05-05", "nusra"),
        ("Jabhat al-Nusra", "2018-05-05", "nusra"),
        ("ISIL", "2016-05-05", "isis"),
        ("داعش", "2016-05-05", "isis"),
        ("Lebanese Hezbollah", "2016-05-05", "hezbollah"),
        ("IRGC", "2016-05-05", "iran"),
        ("IDF", "2016-05-05", "israel"),
        ("Turkish Armed Forces", "2016-05-05", "turkey"),
        ("Jaish al-Islam", "2016-05-05", "jaysh-al-islam"),
        ("Jaish al-Fatah", "2016-05-05", "jaysh-al-fatah"),
        ("Khorasan group", "2016-05-05", "khorasan-group"),
        ("Syrian insurgents", "2016-05-05", "opposition"),
        ("rebels", "2016-05-05", "opposition"),
        ("Jabhat Fateh al-Sham", "2016-07-27", None),
        ("Jabhat Fateh al-Sham", "2016-07-28", "jfs"),
        ("Tahrir al-Sham", "2017-01-27", None),
        ("Tahrir al-Sham", "2017-01-28", "hts"),
        ("Jaysh Khalid ibn al-Walid", "2016-05-05", None),
        ("Jaysh Khalid ibn al-Walid", "2016-06-05", "shuhada-al-yarmouk"),
        ("terrorists", "2016-05-05", None),
    ],
)
def test_plain_names_resolve(name: str, day: str, party: str | None) -> None:
    """The names that feeds write, at the times when they were in use."""
    assert resolve(name, day) == ({party} if party else set())


@pytest.mark.parametrize(
    ("code", "party"),
    [
        (("ucdp", "234"), "isis"),
        (("ucdp", "1170"), "nusra"),
        (("ucdp", "1"), "civilians"),
        (("ucdp", "118"), "syrian-government"),
        (("un", "QDe.115"), "isis"),
        (("un", "QDe.137"), "nusra"),
        (("un", "QDe.004"), "al-qaeda"),
        (("acled", "QSD: Syrian Democratic Forces"), "sdf"),
    ],
)
def test_codes_resolve(code: tuple[str, str], party: str) -> None:
    """The codes that feeds write, during the truce."""
    assert coded(*code, "2016-05-05") == party


def test_a_code_passes_to_the_later_name_of_a_group() -> None:
    """UCDP keeps one id for Nusra and Fateh al-Sham; the rulebook asks whether they are one."""
    for code in ("1170", "Jabhat Fateh al-Sham", "6815", "HTS"):
        found = [coded("ucdp", code, day) for day in ("2016-07-27", "2016-07-28")]
        assert found == ["nusra", "jfs"]
    assert coded("ucdp", "6815", "2017-01-28") == "hts"


# --- against the data sets ---------------------------------------------------------


def sides(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the id and the label of both sides of an event."""
    for side in "ab":
        yield row[f"side_{side}_new_id"].removesuffix(".0"), row[f"side_{side}"]


def uncovered(events: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Return the UCDP actors, and members of coalitions, that no party stands for."""
    missing = set()
    for row in events:
        day = row["date_start"][:10]
        for code, label in sides(row):
            members = [part.strip() for part in label.split(",")]
            if len(members) == 1 and coded("ucdp", code, day) is None:
                missing.add((code, label))
            missing |= {
                (code, member)
                for member in members
                if member not in GARBLED and actor(member, day) is None
            }
    return missing


def test_every_actor_of_the_truce_is_covered(shared_data: Path) -> None:
    """Single actors by their code, members of coalitions by label or name."""
    first, last = TRUCE
    truce = [row for row in rows(shared_data, GED) if first <= row["date_start"][:10] <= last]
    assert len(truce) == TRUCE_ROWS
    assert uncovered(truce) == set()


def test_every_actor_of_the_whole_file_is_covered(shared_data: Path) -> None:
    """The same for 2016 to 2019."""
    assert uncovered(rows(shared_data, GED)) == set()


def test_code_and_label_of_a_ucdp_actor_agree(shared_data: Path) -> None:
    """An actor's id and its label never lead to different parties."""
    for row in rows(shared_data, GED):
        for code, label in sides(row):
            if "," not in label and label not in GARBLED:
                day = row["date_start"][:10]
                assert actor(label, day) == coded("ucdp", code, day), label


def test_ucdp_actor_list_agrees(shared_data: Path) -> None:
    """Each id of UCDP's actor list that a party has goes with the label there."""
    actors = {
        row["ActorId"]: row["NameData"] for row in rows(shared_data, "ucdp_actor_221_syria.csv")
    }
    day = "2019-06-01"
    for book, code, start, end, party in CODES:
        if book == "ucdp" and code in actors and start <= day < end:
            assert actor(actors[code], day) == party, (code, actors[code])


def test_listing_dates_agree(shared_data: Path) -> None:
    """Every member of the third class is on the list, from the day of its listing."""
    entries = {row["reference"]: row for row in rows(shared_data, "unsc_entities_2020.csv")}
    for key, party in PARTIES.items():
        for code in listed(party.get("codes", {}).get("un")):
            assert code in entries, key
        for up, start, _ in memberships(party):
            if up == "un-designated":
                listed_on = entries[party["codes"]["un"]]["listed_on"]
                assert start in {listed_on, ALWAYS[0]}, key
                assert start == listed_on or listed_on < "2014", key
