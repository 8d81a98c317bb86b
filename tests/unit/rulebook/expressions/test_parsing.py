"""The language of the rules: what it accepts, what it refuses and where; nothing else of Python gets through."""

import ast
import sys
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cip.rulebook.diagnostics import message
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import Environment, truth
from cip.rulebook.expressions.parsing import (
    DEPTH_LIMIT,
    LENGTH_LIMIT,
    ExpressionError,
    parse_condition,
    parse_number,
)
from cip.rulebook.expressions.program import Program, Rule
from cip.rulebook.expressions.scalar import scalar_source
from cip.rulebook.expressions.scope import FactValue, Name, Scope, Type, encode
from cip.rulebook.expressions.vector import vector_source

SCOPE = Scope(
    {
        name.id: name
        for name in (
            Name("x", Type.NUMBER),
            Name("y", Type.NUMBER),
            Name("T1", Type.NUMBER),
            Name("flag", Type.CONDITION),
            Name("other", Type.CONDITION),
            Name("on", Type.DAY),
            Name("hired", Type.DAY),
            Name("sector", Type.CHOICE, ("shop", "office")),
            Name("place", Type.CHOICE, ("shop", "home")),
            Name("ateco", Type.CODE),
            Name("unions", Type.SEVERAL, ("rsa", "rsu")),
        )
    },
    frozenset({"note"}),
)

FACTS: dict[str, FactValue] = {
    "x": 3,
    "y": 0,
    "flag": True,
    "on": date(2026, 2, 28),
    "hired": date(2024, 2, 29),
    "sector": "shop",
    "ateco": "62.01",
    "unions": ("rsa",),
}


def value_of(text: str, facts: dict[str, FactValue] = FACTS) -> bool | None:
    condition = parse_condition(text, SCOPE)
    columns = n.columns_read(condition)
    cells = encode(facts, columns)
    environment: Environment = {column: None if cell != cell else cell for column, cell in cells.items()}
    return truth(condition, environment)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comparisons and arithmetic
        ("x == 3", True),
        ("x != 3", False),
        ("x > 3 or x < 3", False),
        ("x >= 3 and x <= 3", True),
        ("x + 2 * x - 1 == 8", True),
        ("-x == 0 - 3", True),
        ("x / 2 == 1.5", True),
        ("(x + 1) * 2 == 8", True),
        ("min(x, 1, 7) == 1 and max(x, 1, 7) == 7", True),
        ("rounded(x / 7) == 0.4", True),
        ("(2 if flag else 1) == 2", True),
        ("x == 3 if flag else x == 4", True),
        ("True", True),
        ("False or True", True),
        # what is unknown, and division by zero
        ("T1 > 0", None),
        ("T1 == T1", None),
        ("T1 + x > 0", None),
        ("T1 * 0 == 0", None),
        ("x / y == 0", None),
        ("x / 0 != 0", None),
        ("known(x / y)", False),
        ("known(T1)", False),
        ("known(x)", True),
        ("given(T1)", None),
        ("given(x)", True),
        ("not given(T1)", None),
        ("known(T1 > 0 or flag)", True),
        ("surely(T1 > 0)", False),
        ("not surely(T1 > 0)", True),
        ("min(T1, 0) == 0", None),
        ("count(flag, T1 > 0) >= 1", None),
        ("count(flag, x > 5, x > 1) == 2", True),
        ("weighted_mean(1, x, 3, T1) == 3", True),
        ("weighted_mean(1, x, 3, 7) == 6", True),
        ("known(weighted_mean(1, T1))", False),
        ("(1 if T1 > 0 else 1) == 1", None),
        # yes and no
        ("flag", True),
        ("not flag", False),
        ("other", None),
        ("other or flag", True),
        ("other and not flag", False),
        ("known(other)", False),
        ("given(other)", None),
        ("given(flag)", True),
        # choices, codes, lists
        ('sector == "shop"', True),
        ('"shop" == sector', True),
        ('sector != "shop"', False),
        ('sector in ("shop", "office")', True),
        ('sector in ["office"]', False),
        ('sector not in ("office",)', True),
        ('place == "home"', None),
        ('place not in ("home", "shop")', None),
        ("known(place)", False),
        ("known(sector)", True),
        ('ateco == "62.01"', True),
        ('ateco in ("47.1", "56.10")', False),
        ('"rsa" in unions', True),
        ('"rsu" not in unions', True),
        ("known(unions)", True),
        ("given(place)", None),
        # days
        ("on > hired", True),
        ("years_between(hired, on) == 1", True),
        ("years_between(on, hired) == 0 - 2", True),
    ],
)
def test_accepted_texts_mean_what_they_say(text: str, expected: bool | None) -> None:
    assert value_of(text) is expected


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("", "E401", 0),
        ("x >", "E401", 3),
        ("x = 3", "E401", 2),
        ("(x > 1", "E401", 0),
        ("x > 1)", "E401", 5),
        ("x > 1\nand flag", "E401", 5),
        ("x > 1\rand flag", "E401", 5),
        ("x > 1 flag", "E401", 6),
        ("x > 1; flag", "E401", 5),
        (r'ateco == "\d"', "E401", 9),
        ("x > 1if flag else flag", "E401", 4),
        ("z > 1", "E402", 0),
        ("x > 1 and z", "E402", 10),
        ("  z > 1", "E402", 2),
        ('ateco == "è" and z', "E402", 17),
        ('"rsa" in z', "E402", 9),
        ("true", "E402", 0),
        ("yes", "E402", 0),
        ("x.real > 1", "E403", 0),
        ("x > 1 and flag.real", "E403", 10),
        ("x[0] > 1", "E403", 0),
        ("x ** 2 > 1", "E403", 0),
        ("x // 2 > 1", "E403", 0),
        ("x % 2 == 1", "E403", 0),
        ("x & 1 == 1", "E403", 0),
        ("~x > 1", "E403", 0),
        ("+x > 1", "E403", 0),
        ("x is 3", "E403", 0),
        ("x is y", "E403", 0),
        ("None", "E403", 0),
        ("known(None)", "E403", 6),
        ('"shop"', "E403", 0),
        ('f"{x}" == sector', "E403", 0),
        ("b'a' == x", "E403", 0),
        ("1j == x", "E403", 0),
        ("... == x", "E403", 0),
        ("known(x=1)", "E403", 0),
        ("known(*x)", "E403", 0),
        ("(x, y)", "E403", 0),
        ('sector == "shops"', "E404", 10),
        ('sector in ("shop", "shops")', "E404", 19),
        ('"rsx" in unions', "E404", 0),
        ("x", "E405", 0),
        ("sector", "E405", 0),
        ("on", "E405", 0),
        ("x and flag", "E405", 0),
        ("not x", "E405", 4),
        ("flag > 1", "E405", 0),
        ("x > flag", "E405", 4),
        ("flag == True", "E405", 0),
        ("x == on", "E405", 5),
        ("sector == 1", "E405", 0),
        ("sector == place", "E405", 0),
        ('x == "shop"', "E405", 0),
        ('flag == "yes"', "E405", 0),
        ('unions == "rsa"', "E405", 0),
        ('"shop" in sector', "E405", 10),
        ("sector in unions", "E405", 10),
        ('sector in "shop"', "E405", 10),
        ("sector in ()", "E405", 10),
        ("sector in (x, y)", "E405", 11),
        ("x in (1, 2)", "E405", 0),
        ('"a" == "b"', "E405", 0),
        ("years_between(x, on) > 1", "E405", 14),
        ("weighted_mean(x, y) > 1", "E405", 14),
        ("weighted_mean(0, y) > 1", "E405", 14),
        ("count(x) > 1", "E405", 6),
        ("given(x > 1)", "E405", 6),
        ("on if flag else on", "E405", 0),
        ("x if flag else flag", "E405", 15),
        ("2 if flag else 1 == 1", "E405", 15),
        ('sector < "shop"', "E406", 0),
        ('"shop" >= sector', "E406", 10),
        ("abs(x) > 1", "E407", 0),
        ("x.real() > 1", "E407", 0),
        ("knwon(x)", "E407", 0),
        ("(lambda: x)() > 1", "E407", 0),
        ("known()", "E408", 0),
        ("known(x, y)", "E408", 0),
        ("surely()", "E408", 0),
        ("count() > 1", "E408", 0),
        ("min(x) > 1", "E408", 0),
        ("rounded() > 1", "E408", 0),
        ("years_between(on) > 1", "E408", 0),
        ("weighted_mean(1, x, 2) > 1", "E408", 0),
        ("x > 1 or " * 60 + "flag", "E409", LENGTH_LIMIT),
        ("not " * 25 + "flag", "E410", 100),
        ("+".join(["x"] * 30) + " > 1", "E410", 0),
        ("1 < x < 3", "E411", 0),
        ("x == y == 3", "E411", 0),
        ("x < 1e999", "E412", 4),
        ("x < " + "9" * 390, "E412", 4),
        ("note == 1", "E413", 0),
        ("known(" * 20 + "flag" + ")" * 20, "E414", 0),
    ],
)
def test_refused_texts_give_their_code_at_their_place(text: str, code: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse_condition(text, SCOPE)
    assert (refused.value.code, refused.value.offset) == (code, offset), refused.value.values
    assert message(code, **refused.value.values)


def test_a_number_is_not_a_condition_and_a_condition_not_a_number() -> None:
    assert parse_number("x + 1", SCOPE) == n.Arith("+", n.Var("x"), n.Const(1.0))
    with pytest.raises(ExpressionError, match="E405"):
        parse_number("x > 1", SCOPE)
    with pytest.raises(ExpressionError, match="E405"):
        parse_condition("x + 1", SCOPE)


def test_a_mistake_comes_with_a_suggestion() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse_condition('secotr == "shop"', SCOPE)
    assert 'did you mean "sector"' in message(refused.value.code, **refused.value.values)


ALLOWED = {
    ast.BoolOp: "flag and other",
    ast.UnaryOp: "not flag",
    ast.BinOp: "x + 1 > 2",
    ast.Compare: "x > 1",
    ast.IfExp: "flag if other else flag",
    ast.Call: "known(x)",
    ast.Constant: "True",
    ast.Name: "flag",
}
REFUSED = {
    ast.NamedExpr: "(x := 1)",
    ast.Lambda: "lambda: x",
    ast.Dict: "{x: 1}",
    ast.Set: "{x, 1}",
    ast.ListComp: "[x for x in y]",
    ast.SetComp: "{x for x in y}",
    ast.DictComp: "{x: 1 for x in y}",
    ast.GeneratorExp: "(x for x in y)",
    ast.Await: "await x",
    ast.Yield: "(yield x)",
    ast.YieldFrom: "(yield from x)",
    ast.JoinedStr: "f'{x}'",
    ast.Attribute: "x.real",
    ast.Subscript: "x[0]",
    ast.Starred: "*x",
    ast.List: "[x]",
    ast.Tuple: "(x, y)",
}
ONLY_INSIDE = {"FormattedValue", "Slice", "Interpolation", "TemplateStr"}


def test_every_kind_of_expression_of_this_python_is_either_allowed_or_refused() -> None:
    kinds = {kind.__name__ for kind in ast.expr.__subclasses__() if kind.__module__ in ("ast", "_ast")}
    deprecated = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis"}
    listed = {kind.__name__ for kind in (*ALLOWED, *REFUSED)}
    assert kinds - deprecated - ONLY_INSIDE == listed, sys.version


@pytest.mark.parametrize("text", ALLOWED.values())
def test_allowed_kinds_are_accepted(text: str) -> None:
    parse_condition(text, SCOPE)


@pytest.mark.parametrize(("kind", "text"), REFUSED.items())
@pytest.mark.parametrize("around", ["{}", "{} == 1", "known({})", "flag and {}", "1 + {} > 2", "flag if {} else flag"])
def test_refused_kinds_are_refused_wherever_they_stand(kind: type[ast.expr], text: str, around: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse_condition(around.format(text), SCOPE)
    assert refused.value.code in ("E403", "E401"), kind


@pytest.mark.parametrize("operator", [*"@%&|^", "//", "**", "<<", ">>"])
def test_operators_that_are_not_listed_are_refused(operator: str) -> None:
    with pytest.raises(ExpressionError, match="E403"):
        parse_number(f"x {operator} y", SCOPE)


@pytest.mark.parametrize("operator", ["is", "is not"])
def test_identity_is_refused(operator: str) -> None:
    with pytest.raises(ExpressionError, match="E403"):
        parse_condition(f"x {operator} y", SCOPE)


@pytest.mark.parametrize("text", ["__import__('os')", "open('f')", "eval('1')", "().__class__", "print(x)", "exec('')"])
def test_nothing_of_pythons_builtins_is_there(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_condition(text, SCOPE)


def test_depth_is_limited_however_it_is_reached() -> None:
    for start, end in (("not ", ""), ("known(", ")"), ("surely(", ")"), ("flag and (", ")"), ("min(x,", ")")):
        text = start * (DEPTH_LIMIT + 1) + "flag" + end * (DEPTH_LIMIT + 1)
        with pytest.raises(ExpressionError, match="E410"):
            parse_condition(text, SCOPE)


@pytest.mark.parametrize(
    "text",
    [
        "flag if (" * 23 + "flag" + ") else other" * 0 + ")" * 23,
        "(flag if " * 18 + "flag" + " else other)" * 18,
        "known(" * 22 + "x" + ")" * 22,
        "count(" + "count(" * 10 + "x != y" + ") != 1" * 10 + ") > 1",
        "min(" + ", ".join("xy" * 40) + ") > 1",
    ],
)
def test_what_would_become_endless_source_is_refused_or_stays_small(text: str) -> None:
    try:
        rule = Rule("r", parse_condition(text[:LENGTH_LIMIT], SCOPE))
    except ExpressionError:
        return
    assert len(scalar_source(Program((rule,), {}))) < 100_000
    assert len(vector_source(Program((rule,), {}), frozenset({"r"}))) < 100_000


PIECES = st.lists(
    st.sampled_from(
        [
            *("x", "y", "flag", "on", "sector", "ateco", "unions", "T1", "note", "z", "None", "True"),
            *(
                "and",
                "or",
                "not",
                "in",
                "if",
                "else",
                "==",
                "!=",
                "<",
                "<=",
                ">",
                ">=",
                "+",
                "-",
                "*",
                "/",
                "**",
                "is",
                "lambda",
                ":",
                ":=",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                ",",
                ".",
                ";",
                "\\",
                "#",
                "\n",
                "\t",
            ),
            *("known(", "given(", "count(", "min(", "max(", "years_between(", "weighted_mean(", "rounded(", "surely("),
            *(
                '"shop"',
                "'rsa'",
                "b'x'",
                "f'{x}'",
                "1",
                "0.5",
                "1e999",
                "9" * 320,
                "1j",
                "è",
                "\x00",
                "0777",
                "1_0",
                "\r",
                "\x0c",
            ),
        ]
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=700, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60)))
@example("(" * 399)
@example("-" * 399 + "x")
@example("x" + ".a" * 190 + "()")
@example("not " * 99 + "x")
@example("x if " * 79 + "x")
@example("9" * 399)
@example("\ufeffx > 1")
@example('"\\N{nothing}"')
@example("\ud800")
def test_parsing_raises_nothing_but_its_own_mistake(text: str) -> None:
    offset, sentence = 0, "accepted"
    try:
        parse_condition(text, SCOPE)
    except ExpressionError as error:
        offset, sentence = error.offset, message(error.code, **error.values)
    assert 0 <= offset <= len(text)
    assert sentence
