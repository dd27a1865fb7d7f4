"""Who is who, and part of whom, at each instant."""

from __future__ import annotations

from ceasefire.program.parties import UNLISTED, Epochs, PartyDomain, Resolution
from ceasefire.rulebook.model import Alias, Membership, Party

PARTIES = {
    "league": Party("league", "League"),
    "front": Party("front", "Front", memberships=(Membership("league", 10, 20),)),
    "wing": Party(
        "wing",
        "Wing",
        aliases=(Alias("Old", None, 5), Alias("New", 5), Alias("Shared")),
        memberships=(Membership("front", None, 15), Membership("league", 15)),
        codes={"ucdp": (Alias("7"), Alias("8"), Alias("9", end=5)), "acled": (Alias("x"),)},
    ),
    "blues": Party(
        "blues",
        "Blues",
        aliases=(Alias("Shared"),),
        codes={"acled": (Alias("8"), Alias("x")), "ucdp": (Alias("9", start=5),)},
    ),
}
DOMAIN = PartyDomain(PARTIES)


def test_every_party_is_an_atom_and_so_is_whoever_is_not_listed() -> None:
    assert DOMAIN.atoms == ("league", "front", "wing", "blues", UNLISTED)


def test_epochs_lie_between_the_dates_of_memberships() -> None:
    assert DOMAIN.edges == (10, 15, 20)
    assert DOMAIN.naming_edges == (5, 10, 15, 20)
    assert [DOMAIN.epoch(instant) for instant in (9, 10, 14, 15, 19, 20)] == [0, 1, 1, 2, 2, 3]
    assert DOMAIN.stretch(1) == (10, 15)
    assert DOMAIN.stretch(0)[1] == 10
    assert DOMAIN.stretch(3)[0] == 20


def test_lineages_change_with_time() -> None:
    assert [DOMAIN.lineage("wing", epoch) for epoch in range(4)] == [
        ("wing", "front"),
        ("wing", "front", "league"),
        ("wing", "league"),
        ("wing", "league"),
    ]
    assert DOMAIN.lineage(UNLISTED, 0) == ()
    assert [DOMAIN.umbrella("front", epoch) for epoch in range(4)] == [True, True, False, False]
    assert [sorted(DOMAIN.below(frozenset({"league"}), epoch)) for epoch in range(4)] == [
        ["league"],
        ["front", "league", "wing"],
        ["front", "league", "wing"],
        ["league", "wing"],
    ]
    assert DOMAIN.from_the_top(1) == ("blues", "league", "front", "wing")


def test_a_test_of_parties_has_a_set_for_each_time() -> None:
    groups = DOMAIN.groups(frozenset({"league"}))
    assert set(groups) == {
        frozenset({"league"}),
        frozenset({"league", "front", "wing"}),
        frozenset({"league", "wing"}),
    }
    assert groups[frozenset({"league", "front", "wing"})].stretches == ((10, 20),)
    assert len(DOMAIN.groups(frozenset({"blues"}))) == 1


def test_pieces_of_time_inside_the_stretches() -> None:
    epochs = Epochs(((0, 10), (20, 30)))
    assert epochs.pieces(5, 25) == [(5, 10), (20, 25)]
    assert epochs.pieces(10, 20) == []
    assert epochs.pieces(0, 1) == [(0, 1)]


def test_names_are_resolved_at_an_instant() -> None:
    assert DOMAIN.resolve("OLD", 4) == Resolution("wing")
    assert DOMAIN.resolve("New", 5) == Resolution("wing")
    assert DOMAIN.resolve("Old", 5).party is None
    assert "is not a name of wing" in DOMAIN.resolve("Old", 5).note
    assert DOMAIN.resolve("shared", 0).note == "`shared` names several parties: blues, wing"


def test_codes_are_resolved_where_they_are_one_partys() -> None:
    assert DOMAIN.resolve("ucdp:8", 0).party == "wing"
    assert DOMAIN.resolve("acled:8", 0).party == "blues"
    assert DOMAIN.resolve("7", 0).party == "wing"
    assert DOMAIN.resolve("8", 0).party is None
    assert DOMAIN.resolve("acled:x", 0).party is None
    assert [DOMAIN.resolve("ucdp:9", instant).party for instant in (4, 5)] == ["wing", "blues"]
    assert [DOMAIN.resolve("9", instant).party for instant in (4, 5)] == ["wing", "blues"]
    assert DOMAIN.resolve("zzzzzzzz", 0).note == (
        "`zzzzzzzz` is no party of this rulebook: taken as unknown"
    )


def test_two_names_of_one_party_may_stand_together() -> None:
    assert DOMAIN.resolve("Wing (New)", 5) == Resolution("wing")
    assert DOMAIN.resolve("wing (blues)", 5).party is None
    assert DOMAIN.resolve("wing (alleged)", 5).party is None
    assert DOMAIN.resolve("wing ((new", 5).party is None


def test_labels_tell_an_umbrella_from_its_rest() -> None:
    assert DOMAIN.label("front", 0) == "another part of Front"
    assert DOMAIN.label("front", 3) == "Front"
    assert DOMAIN.label(UNLISTED, 0) == "a party the rulebook does not name"


def test_a_circle_of_memberships_ends() -> None:
    """The loader refuses it; a rulebook made by hand must not hang."""
    circle = PartyDomain(
        {
            "a": Party("a", "A", memberships=(Membership("b"),)),
            "b": Party("b", "B", memberships=(Membership("a"),)),
        }
    )
    assert set(circle.lineage("a", 0)) == {"a", "b"}
