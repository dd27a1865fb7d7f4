"""When and where each row of a table was, read from its own columns.

To decide rows, one time may stand for others between which nothing changes; here each is
read for what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.pieces import PieceCodes
from ceasefire.events.rows import RowError
from ceasefire.monitor.sites import site_of
from ceasefire.monitor.whole.accounts import stated
from ceasefire.program.casting import Caster
from ceasefire.tables.cells import constant
from ceasefire.tables.shaping import document_pieces, eased

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceasefire.monitor.sites import Site
    from ceasefire.monitor.whole.accounts import Accounts
    from ceasefire.tables.blocks import Block
    from ceasefire.tables.deciding import Decider

__all__ = ["Own", "Places", "Times"]

LAST: Final = np.iinfo(np.int64).max
FIRST: Final = np.iinfo(np.int64).min


class Own:
    """What the rows of a feed say of one key, each case once."""

    def __init__(self, decider: Decider, key: str) -> None:
        """Take what reads the feed."""
        self._feed = decider.feed
        self.key = key
        self.piece: PieceCodes | None = None
        if self._feed.pieces is None:
            (self.piece,) = document_pieces(decider.reading, [key])
            return
        for found in self._feed.pieces:
            if key in found.keys:
                self.piece = PieceCodes(found._replace(day=None), decider.reading.tables.fields)

    def codes(self, block: Block) -> NDArray[np.int32]:
        """Return the number of the case of each row."""
        if self.piece is None:
            return np.zeros(block.rows, np.int32)
        piece, table = self.piece.piece, {}
        for name in piece.columns:
            column = block.columns.get(name)
            table[name] = (
                constant(None, block.rows)
                if column is None
                else eased(column, name, piece, self._feed.dialect)
            )
        return self.piece.codes(table, block.rows)

    def raw(self, code: int) -> Any:  # noqa: ANN401  (as reported)
        """Return what a case says, as an event has it; nothing, if it says nothing."""
        if self.piece is None:
            return None
        try:
            meaning = self.piece.piece.read(self.piece.raw(self.piece.cases[code]))
        except RowError:
            return None
        return meaning.data.get(self.key)


class Times:
    """Reads when rows were, over all of their accounts."""

    def __init__(self, decider: Decider) -> None:
        """Take what reads the feed."""
        self._reading = decider.reading
        self._own = Own(decider, "when")
        self._bounds: dict[int, tuple[int, int]] = {}

    def hulls(
        self, block: Block, accounts: Accounts
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Return the first instants of rows, those after the last, and which rows have any."""
        assert self._own.piece is not None  # noqa: S101  (without times no row is decided)
        codes = self._own.codes(block)
        own = self._own.piece.claims("when")[codes]
        claims = stated(self._reading, "when", own[accounts.rows], accounts.each)
        distinct, which = np.unique(claims, return_inverse=True)
        bounds = np.array([self._bound(claim) for claim in distinct.tolist()], np.int64)
        starts, ends = bounds[which].T
        told = accounts.told & (starts < ends)
        begins = accounts.each.begins
        first = np.minimum.reduceat(np.where(told, starts, LAST), begins)
        last = np.maximum.reduceat(np.where(told, ends, FIRST), begins)
        timed = first < last
        return np.where(timed, first, 0), np.where(timed, last, 0), timed

    def _bound(self, claim: int) -> tuple[int, int]:
        """Return the first instant of a claim, and the one after its last."""
        found = self._bounds.get(claim)
        if found is None:
            said = self._reading.tables.times.said[claim].claim
            pieces = Caster(self._reading.program).intervals(said)
            found = (0, 0)
            if pieces:
                found = min(lo for lo, _ in pieces), max(hi for _, hi in pieces)
            self._bounds[claim] = found
        return found


class Places:
    """Numbers the sites of rows."""

    def __init__(self, decider: Decider) -> None:
        """Take what reads the feed."""
        self._own = None if decider.by_row else Own(decider, "where")
        self.sites: dict[Site, int] = {}
        self._of: dict[int, int] = {}

    def number(self, site: Site) -> int:
        """Return the number of a site."""
        return self.sites.setdefault(site, len(self.sites))

    def stated(self, block: Block) -> NDArray[np.int64]:
        """Return the number of the site that each row itself states, or -1."""
        own = self._own
        assert own is not None  # noqa: S101  (who asks knows)
        codes, which = np.unique(own.codes(block), return_inverse=True)
        return np.array([self._site(own, code) for code in codes.tolist()], np.int64)[which]

    def _site(self, own: Own, code: int) -> int:
        found = self._of.get(code)
        if found is None:
            site = site_of(own.raw(code))
            found = self._of[code] = -1 if site is None else self.number(site)
        return found
