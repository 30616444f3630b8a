"""The grammar of laws: from a text to a tree whose dimensions agree.

    condition  = all { "or" all }
    all        = test { "and" test }
    test       = "not" test | "(" condition ")" | comparison
               | name "is" ["not"] "stated" | field ("==" | "!=") word | field ["not"] "in" words
    comparison = sum { ("<=" | "<" | ">=" | ">") sum } | sum ("==" | "!=") sum [ "within" number ]
    sum        = product { ("+" | "-") product }
    product    = value { ("*" | "/") value }
    value      = number [ unit ] | quantity | name | "year" | "(" sum ")" | "value" "(" value ")"
               | ("first" | "each" | "min" | "max") "(" quantity { "," quantity } ")"
    words      = "[" word { "," word } "]" | group

Fields are those of an identity, names those that a rule gives to expressions under `let`.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, cast

from speclint.profiles.vocabulary import shipped
from speclint.quantities.dimension import dimension_of
from speclint.rules.laws import tree
from speclint.rules.laws.fields import FIELDS, GROUPS
from speclint.rules.laws.terms import Term, Terms, converted
from speclint.rules.laws.tokens import LawError

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS = ("<=", "<", ">=", ">")


def parse_condition(text: str, names: Mapping[str, Term]) -> tree.Condition:
    """The tree of a law or a condition.

    Raises:
        LawError: with the column, what is wrong, and what to write instead.
    """
    return _Conditions(text, names).all_of_it()


def parse_expression(text: str, names: Mapping[str, Term]) -> Term:
    """The tree of an expression, as `let` names it, and its dimension: in a reference unit if there is one.

    Raises:
        LawError: with the column, what is wrong, and what to write instead.
    """
    terms = Terms(text, names)
    term = terms.sum()
    if terms.next.kind != "end":
        terms.fail(f'expected the end, found "{terms.next.text}"')
    kind = term.dimension.kind if term.dimension.exponents else None
    return converted(term, dimension_of(kind)) if kind else term


class _Conditions(Terms):
    def all_of_it(self) -> tree.Condition:
        condition = self._condition()
        if self.next.kind != "end":
            self.fail(f'expected "and", "or" or the end, found "{self.next.text}"')
        return condition

    def _condition(self) -> tree.Condition:
        parts = [self._all()]
        while self.took("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else tree.Some(tuple(parts))

    def _all(self) -> tree.Condition:
        parts = [self._test()]
        while self.took("and"):
            parts.append(self._test())
        return parts[0] if len(parts) == 1 else tree.Every(tuple(parts))

    def _test(self) -> tree.Condition:
        if self.took("not"):
            return tree.Not(self._test())
        if self.has("("):
            return self._in_parentheses()
        after = self.tokens[self.at + 1] if self.next.kind == "name" else self.next
        if after.text == "is":
            return self._stated()
        if self.next.text in FIELDS and self.next.text not in {*self.names, "year"}:
            return self._words()
        return self._comparison()

    def _in_parentheses(self) -> tree.Condition:
        """A condition in parentheses, or a comparison that begins with an expression in them."""
        start = self.at
        try:
            return self._comparison()
        except LawError as error:
            self.at = start + 1
            try:
                condition = self._condition()
                self.expect(")")
            except LawError as other:
                raise (error if error.column > other.column else other) from None
            return condition

    def _stated(self) -> tree.Condition:
        name = self.next
        if name.text in FIELDS and name.text not in self.names:
            self.take()
            stated = tree.IsStated(field=name.text)
        else:
            pick = self.value().node
            if not isinstance(pick, tree.Pick):
                self.fail("only a quantity or a field is stated", name)
            stated = tree.IsStated(pick)
        self.expect("is")
        negative = self.took("not")
        self.expect("stated")
        return tree.Not(stated) if negative else stated

    def _words(self) -> tree.Condition:
        field = self.take().text
        negative = self.has("!=", "not")
        if self.took("==", "!="):
            words: tuple[str, ...] = (self._word(field),)
        else:
            self.took("not")
            self.expect("in")
            words = self._list(field)
        condition = tree.Is(field, words)
        return tree.Not(condition) if negative else condition

    def _list(self, field: str) -> tuple[str, ...]:
        groups = GROUPS.get(field, {})
        if not self.took("["):
            group = self.take()
            if group.text not in groups:
                self.fail(f'expected a list as in [eu, us], found "{group.text}"', group)
            return tuple(sorted(groups[group.text]))
        words = [self._word(field)]
        while self.took(","):
            words.append(self._word(field))
        self.expect("]")
        return tuple(words)

    def _word(self, field: str) -> str:
        token = self.take()
        if token.kind not in {"name", "text"}:
            self.fail(f'expected a word, found "{token.text}"; quote what is none', token)
        word, known = shipped(field, token.text).get(field) or token.text.casefold(), FIELDS[field]
        if known is not None and word not in known:
            near = get_close_matches(word, known, n=1)
            meant = f'did you mean "{near[0]}"?' if near else f"there is {', '.join(sorted(known))}"
            self.fail(f'{field} has no word "{token.text}"; {meant}', token)
        return word

    def _comparison(self) -> tree.Condition:
        terms, signs = [self.sum()], []
        while self.has(*ORDERS):
            signs.append(self.take().text)
            terms.append(self.sum())
        if not signs:
            return self._equality(terms[0])
        pairs = zip(terms, signs, terms[1:], strict=False)
        # of `0.5 <= wheelbase / length <= 0.7` the middle is judged
        compared = [
            self._compared(left, sign, right, "right" if len(signs) > 1 and number == 0 else "left")
            for number, (left, sign, right) in enumerate(pairs)
        ]
        return compared[0] if len(compared) == 1 else tree.Every(tuple(compared))

    def _compared(
        self, left: Term, sign: str, right: Term, subject: Literal["left", "right"]
    ) -> tree.Comparison:
        left, right = self.alike(left, right, "compared with")
        return tree.Comparison(cast("Literal['<=']", sign), left.node, right.node, subject)

    def _equality(self, left: Term) -> tree.Condition:
        if not self.has("==", "!="):
            self.fail(f'expected a comparison such as "<=", found "{self.next.text}"')
        sign = cast("Literal['==', '!=']", self.take().text)
        left, right = self.alike(left, self.sum(), "compared with")
        if not self.took("within"):
            return tree.Comparison(sign, left.node, right.node)
        margin = self.value()
        if margin.literal is None:
            self.fail("a margin is a number, as 2 % or 25 kg", margin.first)
        if margin.literal.unit == "%":
            return tree.Comparison(
                sign, left.node, right.node, margin=float(margin.literal.value), relative=True
            )
        _, margin = self.alike(left, margin, "compared with")
        return tree.Comparison(sign, left.node, right.node, margin=cast("tree.Number", margin.node).number)
