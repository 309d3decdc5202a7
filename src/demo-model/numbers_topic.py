"""Small sums with digit-by-digit reasoning."""

from __future__ import annotations

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
    sign = draw.pick((_WORDS_ZH if language == "zh" else _WORDS)[operator])
    question = f"{a}{sign}{b}"
    templates = _ASKS_ZH if language == "zh" else _ASKS + _NAMED[operator] * 2 + _STORY.get(operator, [])
    user = draw.phrase(templates).replace("{q}", question).replace("{a}", str(a)).replace("{b}", str(b))
    shown = f"{a} {_SIGN[operator]} {b} = {value}"
    answer = draw.pick(["{s}。", "答案是 {s}。"] if language == "zh" else ["{s}.", "The answer is {s}."]).replace("{s}", shown)
    expected = Expected(words=((f"= {value}。", f"= {value}."),))
    return Exchange(user, (Step(answer, reasoning(a, operator, b, value, effort, language), expected),), "sums")


def reasoning(a: int, operator: str, b: int, value: int, effort: str, language: str) -> str:
    """Ones before tens; longer with more effort, with the inverse sum as a check at high effort."""
    steps = _digits(a, operator, b) if operator in "+-" and max(a, b) >= 10 else []
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


def _digits(a: int, operator: str, b: int) -> list[str]:
    ones_a, ones_b, tens_a, tens_b = a % 10, b % 10, a // 10, b // 10
    if operator == "+":
        carry = (ones_a + ones_b) // 10
        return [f"{ones_a}+{ones_b}={ones_a + ones_b}", f"{tens_a}+{tens_b}+{carry}={tens_a + tens_b + carry}"]
    borrow = int(ones_a < ones_b)
    return [f"{ones_a + 10 * borrow}-{ones_b}={ones_a + 10 * borrow - ones_b}", f"{tens_a}-{tens_b}-{borrow}={tens_a - tens_b - borrow}"]
