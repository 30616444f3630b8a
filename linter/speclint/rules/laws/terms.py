"""The expressions of a law: sums and products of figures, with dimensions that agree."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, cast

from speclint.quantities.dimension import NUMBER, Dimension, dimension_of
from speclint.quantities.spelling import proposals
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind, of_kind
from speclint.rules.laws import tree
from speclint.rules.laws.fields import FIELDS
from speclint.rules.laws.tokens import KEYWORDS, LawError, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

PICKS = ("first", "each", "min", "max")
MAX_TOKENS = 150
"""A deeper law would exhaust the stack."""


class Term(NamedTuple):
    """An expression with the dimension of its numbers."""

    node: tree.Expression
    dimension: Dimension
    first: Token
    literal: Token | None = None
    """The number alone that it is."""


class Terms:
    """A reader of expressions, token by token."""

    def __init__(self, law: str, names: Mapping[str, Term]) -> None:
        self.law = law
        self.tokens = list(tokens(law))
        if len(self.tokens) > MAX_TOKENS:
            message = f"a law has at most {MAX_TOKENS} words, numbers and signs; name parts of it under `let`"
            raise LawError(message, law, self.tokens[MAX_TOKENS].column)
        self.at = 0
        self.names = names
        priced = {
            token.unit for token in self.tokens if is_of_kind(UNITS.get(token.unit, UNITS["1"]), "price")
        }
        self._currency = next(iter(priced)) if len(priced) == 1 else ""
        if len(priced) > 1:
            message = f"{' and '.join(sorted(priced))} do not convert; write one law for each currency"
            raise LawError(message, law, 1)

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    def has(self, *texts: str) -> bool:
        """Whether one of these comes next."""
        return self.next.kind in {"name", "sign"} and self.next.text in texts

    def took(self, *texts: str) -> bool:
        """Whether one of these comes next, which is then taken."""
        found = self.has(*texts)
        self.at += found
        return found

    def take(self) -> Token:
        """The token that comes next, taken; the end stays."""
        token = self.next
        self.at += token.kind != "end"
        return token

    def expect(self, text: str) -> None:
        """Take this.

        Raises:
            LawError: something else comes next.
        """
        if not self.took(text):
            self.fail(f'expected "{text}", found "{self.next.text}"')

    def fail(self, message: str, token: Token | None = None) -> NoReturn:
        """Raise an error at a token, or at the one that comes next."""
        raise LawError(message, self.law, (token or self.next).column)

    def sum(self) -> Term:
        """Products added or subtracted."""
        term = self.product()
        while self.has("+", "-"):
            sign = cast("Literal['+', '-']", self.take().text)
            left, right = self.alike(term, self.product(), "added to" if sign == "+" else "subtracted from")
            term = Term(tree.Operation(sign, left.node, right.node), left.dimension, term.first)
        return term

    def product(self) -> Term:
        """Values multiplied or divided."""
        term = self.value()
        while self.has("*", "/"):
            sign = cast("Literal['*', '/']", self.take().text)
            other = self.value()
            dimension = term.dimension * other.dimension if sign == "*" else term.dimension / other.dimension
            term = Term(tree.Operation(sign, term.node, other.node), dimension, term.first)
        return term

    def value(self) -> Term:
        """A number, a figure, a name, or an expression in parentheses."""
        token = self.take()
        if token.kind == "number":
            if not token.unit and self.next.kind == "name" and self.next.text not in KEYWORDS:
                self._fail_for_unit(self.next.text)
            return Term(tree.Number(float(token.value)), token.dimension, token, token)
        if token.text == "(":
            term = self.sum()
            self.expect(")")
            return term._replace(first=token)
        if token.kind != "name":
            self.fail(f'expected a number, a quantity or a name, found "{token.text}"', token)
        return self._named(token)

    def _fail_for_unit(self, name: str) -> NoReturn:
        kinds = {unit.kind for unit in UNITS.values()}
        near = {proposal for kind in kinds for proposal in proposals(name, kind)}
        meant = get_close_matches(name, near, n=1, cutoff=0.0)
        self.fail(f'unknown unit "{name}"' + (f'; did you mean "{meant[0]}"?' if meant else ""))

    def _named(self, token: Token) -> Term:
        if token.text in self.names:
            return self.names[token.text]._replace(first=token)
        if token.text in PICKS and self.has("("):
            return self._pick(
                token, self._quantities(), cast("Literal['first', 'each', 'min', 'max']", token.text)
            )
        if token.text == "value" and self.took("("):
            inner = self.sum()
            self.expect(")")
            if not isinstance(inner.node, tree.Pick):
                self.fail("value(…) is of a quantity", inner.first)
            return Term(tree.Value(inner.node), inner.dimension, token)
        if token.text == "year":
            return Term(tree.Year(), NUMBER, token)
        return self._pick(token, [token], "first")

    def _quantities(self) -> list[Token]:
        self.expect("(")
        names = [self.take()]
        while self.took(","):
            names.append(self.take())
        self.expect(")")
        return names

    def _pick(self, token: Token, names: list[Token], how: Literal["first", "each", "min", "max"]) -> Term:
        for name in names:
            if name.text not in QUANTITIES:
                self._fail_for_name(name)
        kinds = {QUANTITIES[name.text].kind: name for name in names}
        if len(kinds) > 1:
            self.fail(f"{' and '.join(kinds)} cannot be picked from together", names[1])
        (kind,) = kinds
        currency = self._currency if kind == "price" else ""
        dimension = dimension_of(f"price in {currency}" if currency else kind)
        pick = tree.Pick(how, tuple(name.text for name in names), currency)
        return Term(pick, dimension, token)

    def _fail_for_name(self, name: Token) -> NoReturn:
        if name.text in FIELDS:
            self.fail(f'{name.text} is a word, not a figure; compare it as in {name.text} == "…"', name)
        known = [*self.names, *QUANTITIES, *FIELDS]
        near = get_close_matches(name.text, known, n=1)
        meant = f'did you mean "{near[0]}"?' if near else "quantities have the names that profiles use"
        self.fail(f'there is no quantity "{name.text}"; {meant}', name)

    def alike(self, left: Term, right: Term, verb: str) -> tuple[Term, Term]:
        """Two terms with numbers in one unit: those of the left, of a number alone those of the other.

        Raises:
            LawError: their dimensions differ, or one of the numbers lacks its unit.
        """
        left, right = self._with_unit(left, right), self._with_unit(right, left)
        if left.dimension.exponents != right.dimension.exponents:
            self.fail(_unlike(left.dimension, right.dimension, verb), right.first)
        if left.literal is not None:
            return converted(left, right.dimension), right
        return left, converted(right, left.dimension)

    def _with_unit(self, number: Term, other: Term) -> Term:
        """A number that has a unit, or needs none: zero is the same in all."""
        literal = number.literal
        if literal is None or literal.unit or other.dimension == NUMBER:
            return number
        if literal.value != 0:
            units = (unit for unit in UNITS.values() if dimension_of(unit.kind) == other.dimension)
            example = next((f", as {literal.text} {unit.name}" for unit in units), "")
            self.fail(f"{literal.text} has no unit; {other.dimension.name} needs one{example}", literal)
        return number._replace(dimension=other.dimension)


def _unlike(left: Dimension, right: Dimension, verb: str) -> str:
    if (NUMBER / left).exponents == right.exponents:
        return f"{left.name} cannot be {verb} its reciprocal; divide 1 by one of the two"
    units = ", ".join(unit.name for unit in of_kind(left.kind or ""))
    message = f"{left.name} cannot be {verb} {right.name}"
    return f"{message}; {left.kind} is stated in {units}" if units else message


def converted(term: Term, dimension: Dimension) -> Term:
    """A term with its numbers in the unit of another dimension of the same exponents."""
    ratio = term.dimension.scale / dimension.scale
    if ratio == 1:
        return term
    if term.literal is not None:
        return term._replace(node=tree.Number(float(term.literal.value * ratio)), dimension=dimension)
    node = tree.Operation("*", tree.Number(float(ratio)), term.node)
    return Term(node, dimension, term.first)
