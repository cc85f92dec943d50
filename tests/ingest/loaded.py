"""The patterns of the rules as workers get them in a message: ``re`` keeps some hundreds of those it has compiled, so a process
that has loaded this, and its copies, compile them no more."""

from __future__ import annotations

import pickle

from indexer.parsing.rulebook import default_rulebook

pickle.loads(pickle.dumps(default_rulebook()))
