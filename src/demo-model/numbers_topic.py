"""Small sums with reasoning digit by digit, or multiple by multiple."""

from __future__ import annotations

import re

from draw import Draw
from harmony import Exchange, Expected, Step

_WORDS = {"+": ["+", " + ", " plus ", " and "], "-": ["-", " - ", " minus "], "*": ["*", " * ", "x", " x ", " times ", " × "], "/": ["/", " / ", " divided by ", " : "]}
_WORDS_ZH = {"+": ["+", " + ", "加", " 加 ", "加上"], "-": ["-", " - ", "减", " 减 ", "减去"], "*": ["*", " x ", "×", "乘", " 乘 ", "乘以"], "/": ["/", " ÷ ", "除以", " 除以 "]}
_ASKS = ["What is {q}?", "{q}", "{q}", "{q}[=|=?|?| =| = ?]", "[What's|what is|How much is|Calculate|Compute|Please calculate|Can you calculate|Tell me|Solve|Do you know|I need|work out|Now|And|What does] {q}[|?|.]",
         "[Hi|Hello|Hey|OK|Please|Quick question][,|:|!] [what is|how much is|calculate] {q}[|?|.]", "[What is the result of|The result of|What do I get for|Give me the answer to] {q}[|?|.]"]
_NAMED = {"+": ["[What is the sum of|Add|Please add|Sum up] {a} and {b}[|?|.]"], "-": ["[Subtract|Take|Please subtract] {b} from {a}[|?|.]"], "*": ["[Multiply|What is the product of|Please multiply] {a} and {b}[|?|.]"], "/": ["Divide {a} by {b}[|?|.]"]}
_STORY = {"+": ["I have {a} [apples|books|euros|pens] and get {b} more. How many do I have[| now]?"], "-": ["I have {a} [apples|books|euros|pens] and [give away|lose|sell] {b}. How many are left?"]}
_ASKS_ZH = ["{q}[等于多少|是多少|等于几|得多少|=|=?|][？|?|]", "[请问|算一下|计算|请计算|帮我算|那么|你好，]{q}[|？|是多少？|等于多少？]", "{q}"]
_SIGN = {"+": "+", "-": "-", "*": "×", "/": "÷"}


def sum_exchange(draw: Draw, language: str, effort: str) -> Exchange:
    """One sum within what the model can learn; the answer is the number."""
    operator = draw.pick("++++---**/")
    a, b = draw.pair(0, 10) if operator in "*/" else draw.pair(0, draw.pick((10, 20, 99, 99, 99, 99)))
    if operator == "-" and a < b and (b >= 10 or draw.chance(0.6)):
        a, b = b, a
    if operator == "/":
        b = b or 1
        a = a * b
    value = {"+": a + b, "-": a - b, "*": a * b, "/": a // max(b, 1)}[operator]
    user = _question(draw, language, a, operator, b)
    shown = f"{a} {_SIGN[operator]} {b} = {value}"
    answer = draw.pick(["{s}。", "答案是 {s}。"] if language == "zh" else ["{s}.", "The answer is {s}."]).replace("{s}", shown)
    expected = Expected(words=((f"= {value}。", f"= {value}."),))
    return Exchange(user, (Step(answer, reasoning(a, operator, b, value, effort, language), expected),), "sums")


def beyond(draw: Draw, language: str) -> str:
    """A question for a sum that the model cannot do: three digits or more, long products, divisions that may leave a rest."""
    operator = draw.pick("++--**//")
    a, b = draw.number(100, 10 ** draw.number(3, 5)), draw.number(1, 10 ** draw.number(1, 4))
    if operator == "*":
        a, b = draw.number(11, 10 ** draw.number(2, 3)), draw.number(2, 10 ** draw.number(1, 3))
    if operator == "/":
        b = draw.number(2, 10 ** draw.number(1, 2))
        a = b * draw.number(0, 10) + draw.number(1, b - 1) if draw.chance(0.5) else b * draw.number(11, 99)
    if operator in "+*" and draw.chance(0.5):
        a, b = b, a
    return _question(draw, language, a, operator, b)


def _question(draw: Draw, language: str, a: int, operator: str, b: int) -> str:
    chinese = language == "zh"
    sign = draw.pick((_WORDS_ZH if chinese else _WORDS)[operator])
    templates = _ASKS_ZH if chinese else _ASKS + _NAMED[operator] * 2 + _STORY.get(operator, [])
    user = draw.phrase(templates).replace("{q}", f"{a}{sign}{b}").replace("{a}", str(a)).replace("{b}", str(b))
    # Digits and signs alone are English.
    return user.rstrip("=?？ ") + "等于多少？" if chinese and not re.search("[一-鿿]", user) else user


def reasoning(a: int, operator: str, b: int, value: int, effort: str, language: str) -> str:
    """Ones before tens, products by their multiples; longer with more effort, with the inverse sum as a check at high effort."""
    steps = _multiples(a, operator, b) if operator in "*/" else _digits(a, operator, b) if max(a, b) >= 10 else []
    short = f"{a}{_SIGN[operator]}{b}"
    core = f"{short}: {', '.join(steps)} → {value}" if steps else f"{short}={value}"
    if effort == "low":
        return core
    chinese = language == "zh"
    if effort == "medium":
        return f"用户要算 {core}。" if chinese else f"The user wants {core}."
    inverse = {"+": f"{value}-{b}={a}", "-": f"{value}+{b}={a}", "*": f"{b}×{a}={value}", "/": f"{value}×{b}={a}"}[operator]
    if chinese:
        return f"用户要算 {core}。检查：{inverse}，正确。"
    return f"The user wants {core}. Check: {inverse}, which is right."


def _multiples(a: int, operator: str, b: int) -> list[str]:
    """All multiples on the way: the next one follows from the last, so that a product never asked before can be found."""
    base, count = (max(a, b), min(a, b)) if operator == "*" else (b, a // b)
    return [f"{base}×{factor}={base * factor}" for factor in range(1, count + 1)]


def _digits(a: int, operator: str, b: int) -> list[str]:
    ones_a, ones_b, tens_a, tens_b = a % 10, b % 10, a // 10, b // 10
    if operator == "+":
        carry = (ones_a + ones_b) // 10
        return [f"{ones_a}+{ones_b}={ones_a + ones_b}", f"{tens_a}+{tens_b}+{carry}={tens_a + tens_b + carry}"]
    borrow = int(ones_a < ones_b)
    return [f"{ones_a + 10 * borrow}-{ones_b}={ones_a + 10 * borrow - ones_b}", f"{tens_a}-{tens_b}-{borrow}={tens_a - tens_b - borrow}"]
