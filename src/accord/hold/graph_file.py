"""A game of one's own in a file: JSON or YAML, every mistake at once and with its line.

It holds the decision makers, and either the states and the moves of each, or the options: each
with its owner, and what cannot be together. What the decision makers prefer is a ranking of
the states, the best first, or statements, the most important first. What one of them takes the
others to prefer, or takes not to be possible, is its view.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from attrs import define, evolve, field
from frozendict import frozendict

from accord.errors import InvalidProcess
from accord.formats.json_tree import parse_json
from accord.formats.read import FAILED, FileReading, near, short
from accord.formats.tree import Map, Seq, parse, read_text
from accord.hold.gmcr_file import is_of_gmcr, own_tree
from accord.hold.graph_model import (
    MOST_OPTIONS,
    Bools,
    GameOption,
    GraphModel,
    Ints,
    OptionGame,
    ranks_of_statements,
)
from accord.model import When

_ABOUT = ("title", "held_by", "basis", "as_of")
"""What says of a game what it is, and who assumes it on what basis."""
_KEYS = (
    *_ABOUT,
    "for",
    "decision_makers",
    "states",
    "moves",
    "options",
    "infeasible",
    "preferences",
    "statements",
    "views",
)
_OF_A_VIEW = {
    GraphModel: ("moves", "preferences"),
    OptionGame: ("infeasible", "preferences", "statements"),
}
"""What a view may say, by how the game is given."""
_SAID = 5
"""How many names of a kind a sentence lists: the rest is counted."""
_LISTS = {
    "decision_makers": ": [north, south]",
    "options": ", each item like {id: withdraw, owner: north}",
    "states": ": [peace, war]",
    "infeasible": ", each item like {withdraw: Y, patrol: Y}",
}
"""How a list is written, for who has written something else."""
_STATEMENT = "a statement is [option, Y], a list of such pairs, or {any: [such lists]}"
_VIEW = "{preferences: {ANOTHER: ...}} says what it takes another to prefer"
G = TypeVar("G", GraphModel, OptionGame)


def read_graph_model(path: Path | str) -> GraphModel | OptionGame:
    """Read a game from a file: YAML, or JSON by its name, also a model of GMCR+.

    Args:
        path: The file.

    Raises:
        InvalidProcess: With every mistake in the file.
    """
    name = str(path)
    text = read_text(Path(path), name)
    in_json = Path(path).suffix.lower() in (".json", ".gmcr")
    tree = (parse_json if in_json else parse)(text, name)
    file = FileReading(name)
    if is_of_gmcr(tree):
        tree = own_tree(tree, file)
    read = _Reading(file=file, tree=tree)
    game = read.game()
    if read.file.problems or game is None:
        raise InvalidProcess(sorted(read.file.problems, key=lambda one: one.line))
    return game


@define(kw_only=True)
class _Reading:
    """A file that is being read.

    Attributes:
        file: Where mistakes are noted.
        tree: What stands in it.
        makers: The decision makers.
    """

    file: FileReading
    tree: Map
    makers: tuple[str, ...] = field(default=())

    def game(self) -> GraphModel | OptionGame | None:
        """Return the game; None where it cannot be read, and why is noted."""
        tree, say = self.tree, self.file.say
        if "decision_makers" not in tree and {"guarantees", "first_move"} & {*tree}:
            assumed = "this is what somebody assumes of a deal, and no game of its own"
            say(tree.line, f"{assumed}: give the folder, accord hold FOLDER")
            return None
        for key in tree:
            if key not in _KEYS:
                hint = near(key, _KEYS)
                say(tree.lines[key], f"there is no {short(key)} in a game{hint}")
        self.makers = self._names("decision_makers", "decision maker")
        if not self.makers and not self.file.problems:
            say(tree.line, "'decision_makers' is missing: list who decides")
        for key in _ABOUT:
            if not isinstance(tree.get(key, ""), str):
                say(tree.lines[key], f"'{key}' must be a text")
        self._since_when()
        by_moves, by_options = "states" in tree, "options" in tree
        if by_moves == by_options:
            both = "gives 'states' and 'options'" if by_moves else "gives no game"
            say(tree.line, f"the file {both}: give 'states' and 'moves', or 'options'")
            return None
        if by_moves:
            return self._with_views(self._by_moves())
        return self._with_views(self._by_options())

    def _since_when(self) -> None:
        """Note where `as_of` is no date."""
        given = self.tree.get("as_of")
        if not isinstance(given, str):
            return
        try:
            When.parse(given)
        except ValueError as error:
            self.file.say(self.tree.lines["as_of"], str(error))

    def _with_views(self, game: G | None) -> G | None:
        """Read what the game is said to be, and what some take it to be."""
        if game is None:
            return None
        about = {key: one for key in _ABOUT if isinstance(one := self.tree.get(key), str)}
        game = evolve(game, about=frozendict(about))
        views: dict[str, G] = {}
        for maker, line, raw in self._by_maker("views"):
            if isinstance(raw, Map):
                views[maker] = evolve(self, tree=raw)._view(maker, game)
            else:
                self.file.say(line, f"the view of {maker} must be a mapping: {_VIEW}")
        return evolve(game, views=frozendict(views))

    def _view(self, maker: str, game: G) -> G:
        """Read, in what stands in a view, what a decision maker takes the game to be."""
        tree, say, keys = self.tree, self.file.say, _OF_A_VIEW[type(game)]
        for key in tree:
            if key not in keys:
                say(tree.lines[key], f"there is no {short(key)} in a view{near(key, keys)}")
        if not tree:
            say(tree.line, f"the view of {maker} says nothing: {_VIEW}")
        for key in ("moves", "preferences", "statements"):
            if isinstance(own := tree.get(key), Map) and maker in own:
                say(own.lines[maker], f"a view is of others: {maker}'s own stand outside of it")
        ranks = {**game.ranks}
        if isinstance(game, OptionGame):
            places = {option.id: place for place, option in enumerate(game.options)}
            feasible = game.feasible & self._feasible(places)
            if not feasible.any():
                say(tree.line, f"{maker} takes no state to be possible")
            self._preferred(ranks, game.options, feasible)
            return evolve(game, feasible=feasible, ranks=ranks)
        places = {one: place for place, one in enumerate(game.states)}
        return evolve(
            game,
            moves={**game.moves, **self._moved(places)},
            ranks={**ranks, **self._ranked_states(places)},
        )

    def _names(self, key: str, what: str) -> tuple[str, ...]:
        """Read a list of names, each once."""
        found: dict[str, None] = {}
        for line, one in self._items(key):
            if not isinstance(one, str) or not one.strip():
                self.file.say(line, f"a {what} must be a name")
            elif one.strip() in found:
                self.file.say(line, f"the {what} {short(one)} is listed twice")
            else:
                found[one.strip()] = None
        return tuple(found)

    def _items(self, key: str) -> Iterator[tuple[int, Any]]:
        """Yield the items of a list, each with its line; nothing where there is none."""
        raw = self.tree.get(key, "")
        if isinstance(raw, Seq):
            yield from zip(raw.lines, raw, strict=True)
        elif raw != "":
            like = _LISTS.get(key, "")
            self.file.say(self.tree.lines[key], f"'{key}' must be a list{like}")

    def _by_maker(self, key: str) -> Iterator[tuple[str, int, Any]]:
        """Yield what a mapping has for each decision maker, with its line."""
        raw = self.tree.get(key, "")
        if isinstance(raw, Map):
            for maker, value in raw.items():
                if maker in self.makers:
                    yield maker, raw.lines[maker], value
                else:
                    hint = near(maker, self.makers)
                    self.file.say(
                        raw.lines[maker], f"there is no decision maker {short(maker)}{hint}"
                    )
        elif raw != "":
            self.file.say(self.tree.lines[key], f"'{key}' must be a mapping by decision maker")

    # Games given by their moves.

    def _by_moves(self) -> GraphModel | None:
        states = self._names("states", "state")
        for key in ("infeasible", "statements"):
            if key in self.tree:
                self.file.say(self.tree.lines[key], f"'{key}' is for games given by options")
        places = {one: place for place, one in enumerate(states)}
        moves: dict[str, Ints] = {one: np.zeros((0, 2), np.int64) for one in self.makers}
        moves |= self._moved(places)
        if "moves" not in self.tree:
            self.file.say(self.tree.line, "'moves' is missing: list who can move where")
        ranks: dict[str, Ints] = {one: np.zeros(len(states), np.int32) for one in self.makers}
        ranks |= self._ranked_states(places)
        if self.file.problems or not states:
            if not states and not self.file.problems:
                self.file.say(self.tree.lines["states"], "'states' lists no state")
            return None
        return GraphModel(makers=self.makers, states=states, moves=moves, ranks=ranks)

    def _moved(self, places: Mapping[str, int]) -> dict[str, Ints]:
        """Read the moves of each decision maker that is named."""
        every = self._by_maker("moves")
        return {maker: self._moves(raw, line, places) for maker, line, raw in every}

    def _ranked_states(self, places: Mapping[str, int]) -> dict[str, Ints]:
        """Read the rankings of each decision maker that is named."""
        return {
            maker: self._ranking(maker, raw, line, places, len(places))
            for maker, line, raw in self._by_maker("preferences")
        }

    def _moves(self, raw: Any, line: int, places: Mapping[str, int]) -> Ints:
        found: list[tuple[int, int]] = []
        if not isinstance(raw, Seq):
            self.file.say(line, "moves must be a list of pairs: [from, to]")
            raw = Seq(line, -1)
        for at, pair in zip(raw.lines, raw, strict=True):
            if not (isinstance(pair, Seq) and len(pair) == 2):
                self.file.say(at, "a move must be a pair: [from, to]")
                continue
            ends = [self._state(one, at, places) for one in pair]
            if None in ends:
                continue
            if ends[0] == ends[1]:
                self.file.say(at, f"a move from {short(pair[0])} to itself is none")
            else:
                found.append((ends[0] or 0, ends[1] or 0))
        return np.array(sorted(set(found)), np.int64).reshape(-1, 2)

    def _state(self, raw: Any, line: int, places: Mapping[str, int]) -> int | None:
        if not isinstance(raw, str):
            self.file.say(line, "a state must be named by a text or a number")
            return None
        if raw.strip().upper() in places and raw.strip() not in places:
            return places[raw.strip().upper()]
        if raw.strip() not in places:
            few = list(places) if len(places) < 1000 else []
            self.file.say(line, f"there is no state {short(raw)}{near(raw, few)}")
            return None
        return places[raw.strip()]

    def _ranking(
        self, maker: str, raw: Any, line: int, places: Mapping[str, int], size: int
    ) -> Ints:
        """Read a ranking, the best first: each item a state, or a list of equally good ones."""
        ranks = np.full(size, -1, np.int32)
        if not isinstance(raw, Seq):
            self.file.say(line, "a ranking must be a list of states, the best first")
            return ranks
        for place, (at, item) in enumerate(zip(raw.lines, raw, strict=True)):
            for one in item if isinstance(item, Seq) else [item]:
                state = self._state(one, at, places)
                if state is None:
                    continue
                if ranks[state] >= 0:
                    self.file.say(at, f"{short(one)} is ranked twice by {maker}")
                ranks[state] = len(raw) - place
        missing = [one for one, state in places.items() if ranks[state] < 0]
        if missing:
            named = ", ".join(missing[:_SAID])
            more = f" and {len(missing) - _SAID:,} more" if len(missing) > _SAID else ""
            self.file.say(line, f"the ranking of {maker} leaves out {named}{more}")
        return ranks

    # Games given by options.

    def _by_options(self) -> OptionGame | None:
        if "moves" in self.tree:
            self.file.say(self.tree.lines["moves"], "'moves' is for games given by states")
        options = self._options()
        if self.file.problems:
            return None
        if not 0 < len(options) <= MOST_OPTIONS:
            self.file.say(
                self.tree.lines["options"],
                f"there are {len(options)} options: a game has 1 to {MOST_OPTIONS}",
            )
            return None
        places = {option.id: place for place, option in enumerate(options)}
        feasible = self._feasible(places)
        if not feasible.any() and not self.file.problems:
            self.file.say(self.tree.lines["infeasible"], "no state is left that can be")
        ranks: dict[str, Ints] = {one: np.zeros(len(feasible), np.int32) for one in self.makers}
        self._preferred(ranks, options, feasible)
        if self.file.problems:
            return None
        return OptionGame(makers=self.makers, options=options, feasible=feasible, ranks=ranks)

    def _feasible(self, places: Mapping[str, int]) -> Bools:
        """Read what cannot be together; return which states are left."""
        numbers = np.arange(1 << len(places))
        found = np.ones(len(numbers), np.bool_)
        for line, raw in self._items("infeasible"):
            found &= ~self._pattern(raw, line, places, numbers)
        return found

    def _preferred(
        self, ranks: dict[str, Ints], options: Sequence[GameOption], feasible: Bools
    ) -> None:
        """Read rankings and statements, in the place of what was there before."""
        self._ranked(ranks, options, feasible)
        places = {option.id: place for place, option in enumerate(options)}
        numbers = np.arange(len(feasible))
        for maker, line, raw in self._by_maker("statements"):
            if isinstance(rankings := self.tree.get("preferences"), Map) and maker in rankings:
                self.file.say(line, f"{maker} has a ranking already: give one or the other")
            ranks[maker] = self._statements(raw, line, places, numbers)

    def _ranked(
        self, ranks: dict[str, Ints], options: Sequence[GameOption], feasible: Bools
    ) -> None:
        """Read the rankings of states that are named by their options, such as `YNNY`."""
        if "preferences" not in self.tree:
            return
        game = OptionGame(
            makers=self.makers, options=tuple(options), feasible=feasible, ranks={}
        )
        states = game.numbers
        known = dict(zip(game.named(states), range(len(states)), strict=True))
        for maker, line, raw in self._by_maker("preferences"):
            own = np.zeros(len(feasible), np.int32)
            own[states] = self._ranking(maker, raw, line, known, len(states))
            ranks[maker] = own

    def _options(self) -> tuple[GameOption, ...]:
        found: dict[str, GameOption] = {}
        for line, raw in self._items("options"):
            if not isinstance(raw, Map):
                self.file.say(line, "an option must be a mapping: {id: ..., owner: ...}")
                continue
            for key in raw:
                if key not in ("id", "owner", "one_way", "name"):
                    hint = near(key, ("id", "owner", "one_way", "name"))
                    self.file.say(raw.lines[key], f"an option has no {short(key)}{hint}")
            one, owner = (str(raw.get(key, "")).strip() for key in ("id", "owner"))
            if not one:
                self.file.say(line, "an option needs an id")
            elif one in found:
                self.file.say(line, f"the option {short(one)} is listed twice")
            if self.makers and owner not in self.makers:  # else that is the mistake
                what = f"needs an owner, one of {', '.join(self.makers)}"
                if owner:
                    what = f"has an owner who does not decide: {short(owner)}"
                    what += near(owner, self.makers)
                self.file.say(line, f"the option {short(one)} {what}")
            way = _one_way(raw.get("one_way", ""))
            if way is FAILED:
                self.file.say(raw.lines["one_way"], "'one_way' must be Y or N")
                way = ""
            found.setdefault(one, GameOption(id=one, owner=owner, one_way=way))
        return tuple(found.values())

    def _pattern(self, raw: Any, line: int, places: Mapping[str, int], numbers: Ints) -> Bools:
        """Read `{option: Y, ...}`; return of which states it holds."""
        pairs: list[tuple[Any, Any]] = []
        if isinstance(raw, Map):
            pairs = list(raw.items())
        elif isinstance(raw, Seq) and all(isinstance(o, Seq) and len(o) == 2 for o in raw):
            pairs = [(one[0], one[1]) for one in raw]
        if not pairs:
            self.file.say(line, "this must say which options are Y or N: {option: Y, ...}")
            return np.zeros(len(numbers), np.bool_)
        return self._all(pairs, line, places, numbers)

    def _all(
        self,
        pairs: Sequence[tuple[Any, Any]],
        line: int,
        places: Mapping[str, int],
        numbers: Ints,
    ) -> Bools:
        holds = np.ones(len(numbers), np.bool_)
        for option, taken in pairs:
            if not isinstance(option, str) or option not in places:
                named = short(option) if isinstance(option, str) else "this"
                hint = near(option, places) if isinstance(option, str) else ""
                self.file.say(line, f"there is no option {named}{hint}")
                continue
            letter = _letter(taken)
            if letter is FAILED:
                self.file.say(line, f"'{option}' must be Y or N here")
                continue
            holds &= (numbers >> places[option] & 1) == (letter == "Y")
        return holds

    def _statements(
        self, raw: Any, line: int, places: Mapping[str, int], numbers: Ints
    ) -> Ints:
        """Read statements, the most important first; return how good each state is by them."""
        holds: list[Bools] = []
        if not isinstance(raw, Seq):
            self.file.say(line, "statements must be a list, the most important first")
            return np.zeros(len(numbers), np.int32)
        for at, one in zip(raw.lines, raw, strict=True):
            holds.append(self._statement(one, at, places, numbers))
        return ranks_of_statements(holds, len(numbers))

    def _statement(
        self, raw: Any, line: int, places: Mapping[str, int], numbers: Ints
    ) -> Bools:
        """Read `[[option, Y], ...]` or a mapping, all of them, or `{any: [such lists]}`."""
        if isinstance(raw, Map) and "any" in raw:
            some = raw.get("any")
            if [*raw] != ["any"] or not isinstance(some, Seq) or not some:
                self.file.say(line, _STATEMENT)
                return np.zeros(len(numbers), np.bool_)
            each = [
                self._statement(one, at, places, numbers)
                for at, one in zip(some.lines, some, strict=True)
            ]
            found: Bools = np.logical_or.reduce(each)
            return found
        if isinstance(raw, Seq) and len(raw) == 2 and all(isinstance(o, str) for o in raw):
            return self._all([(raw[0], raw[1])], line, places, numbers)
        if not isinstance(raw, Seq | Map) or not raw:
            self.file.say(line, _STATEMENT)
            return np.zeros(len(numbers), np.bool_)
        return self._pattern(raw, line, places, numbers)


def _letter(raw: Any) -> Any:
    """Read Y or N, as people write it."""
    plain = raw.strip().casefold() if isinstance(raw, str) else ""
    return {"y": "Y", "yes": "Y", "true": "Y", "n": "N", "no": "N", "false": "N"}.get(
        plain, FAILED
    )


def _one_way(raw: Any) -> Any:
    """Read which way an option goes; `true` stands for what cannot be undone."""
    return "" if raw in ("", "false", "False") else _letter(raw)


def states_as_written(path: Path | str) -> dict[str, Any]:
    """Return the states of a game in JSON as they are written there: texts or numbers.

    Args:
        path: The file.
    """
    if Path(path).suffix.lower() != ".json":
        return {}
    text = Path(path).read_text("utf-8-sig")
    called = parse_json(text, str(path)).get("states", ())
    return dict(
        zip((one.strip() for one in called), json.loads(text).get("states", ()), strict=True)
    )
