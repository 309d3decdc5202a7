"""Function calls and JSON answers."""

from __future__ import annotations

from draw import Draw
from harmony import Exchange, Expected, Function, Parameter, Step, compact
from intents import expect, thinking
from values import CITIES, CITIES_ZH, COLOURS, invented, known_or_not, person

_VERBS, _NOUNS = "get find look_up book create send check search open list fetch show".split(), "order ticket room employee invoice meeting user product price report contract task customer device parcel seat".split()
_FIELDS = {"location": "city", "city": "city", "name": "person", "customer": "person", "id": "number", "number": "number", "code": "code", "key": "code", "quantity": "number", "colour": "colour", "user": "person"}


def _fill(draw: Draw, kind: str, language: str) -> str | int:
    if kind == "city":
        return known_or_not(draw, CITIES_ZH if language == "zh" else CITIES)
    if kind == "person":
        return person(draw, language)
    if kind == "colour":
        return known_or_not(draw, COLOURS)
    return draw.number(1, 9999) if kind == "number" else invented(draw, 1).capitalize() + str(draw.number(1, 99))


def weather() -> Function:
    unit = Parameter("unit", '"celsius" | "fahrenheit"', "", True, "celsius")
    return Function("getweather", "Gets the weather of a place.", (Parameter("location", "string", "The city"), unit))


def _invented_function(draw: Draw) -> Function:
    verb, noun = draw.pick(_VERBS), draw.pick(_NOUNS) if draw.chance(0.7) else invented(draw, 2)
    fields = draw.rng.sample(sorted(_FIELDS), draw.pick((1, 1, 2)))
    parameters = tuple(Parameter(f, "number" if _FIELDS[f] == "number" else "string", draw.pick(("", f"The {f}"))) for f in fields)
    return Function(f"{verb}_{noun}", f"{verb.replace('_', ' ').capitalize()}s {draw.pick(('a', 'the'))} {noun}.", parameters)


def functions(draw: Draw) -> tuple[Function, ...]:
    """One to three functions of different names."""
    made = [weather() if draw.chance(0.35) else _invented_function(draw) for _ in range(draw.number(1, 3))]
    return tuple({function.name: function for function in made}.values())


def call_exchange(draw: Draw, language: str, effort: str, offered: tuple[Function, ...]) -> Exchange:
    """A question for one of the functions, its call, and the answer from its result."""
    function = draw.pick(offered)
    if function.name == "getweather":
        arguments: dict[str, object] = {"location": _fill(draw, "city", language)}
        asks = ["{v}[天气怎么样|今天天气如何|的天气|现在天气怎么样][？|?|]"] if language == "zh" else ["[What is|What's|How is|Tell me] the weather [in|like in] {v}[|?| today?| now?]", "[Is it cold|Is it raining|Will it rain] in {v}[|?| today?]", "[Weather in|weather|The weather in] {v}[|?|, please]"]
        user = draw.phrase(asks).replace("{v}", str(arguments["location"]))
        result = {draw.pick(("temperature", "degrees")): draw.number(-9, 35), draw.pick(("sky", "condition")): draw.pick("sunny cloudy rainy snowy windy foggy clear".split())}
    else:
        arguments = {p.name: _fill(draw, _FIELDS[p.name], language) for p in function.parameters}
        listed = (" [and|with] " if language == "en" else "，").join(f"{name} {value}" for name, value in arguments.items())
        action = function.name.replace("_", " ") if draw.chance(0.8) else function.name
        asks = ["[请|帮我|]{a}，{v}[|。]"] if language == "zh" else ["[Please |Can you |Could you |I want to |]{a} [with|for|where] {v}[|.|, please]", "{a}[:| -] {v}", "[Use|Call] {a} [with|for] {v}[|.]"]
        user = draw.expand(draw.phrase(asks).replace("{v}", listed)).replace("{a}", action)
        result = {draw.pick(("status", "state", "result")): draw.pick("open closed shipped paid ready late free booked done lost".split()), draw.pick(("total", "count", "floor", "day")): draw.number(1, 99)}
    call = Step(compact(arguments), _call_thought(draw, language, effort, function.name), Expected(json_value=arguments), function.name, _result(draw, result))
    shown = ("，" if language == "zh" else ", ").join(f"{key}: {value}" for key, value in result.items())
    text = f"结果是：{shown}。" if language == "zh" else f"Here is the result: {shown}."
    thought = thinking(draw, language, effort, "函数给了结果，我转述。" if language == "zh" else "The function gave a result. I report it.")
    return Exchange(user, (call, Step(text, thought, expect(*(str(v) for v in result.values())))), "functions")


def _result(draw: Draw, result: dict) -> str:
    return compact(result) if draw.chance(0.6) else str(result).replace("'", '"')


def _call_thought(draw: Draw, language: str, effort: str, name: str) -> str | None:
    return thinking(draw, language, effort, f"我要调用 {name}。" if language == "zh" else f"I need to call {name}.")


_PEOPLE_FIELDS = (("name", "person", "名字"), ("age", "age", "年龄"), ("city", "city", "城市"), ("colour", "colour", "颜色"), ("id", "number", "编号"))


def json_exchange(draw: Draw, language: str, effort: str) -> Exchange:
    """Values of the message as one JSON object."""
    chosen = sorted(draw.rng.sample(_PEOPLE_FIELDS, draw.pick((2, 2, 3))), key=_PEOPLE_FIELDS.index)
    value = {key: draw.number(1, 99) if kind == "age" else _fill(draw, kind, "en" if kind == "colour" else language) for key, kind, _ in chosen}
    pairs = draw.pick((", ", " and ", "; ")).join(f"{key}{draw.pick((' ', ': ', '=', ' is '))}{v}" for key, v in value.items())
    if language == "zh":
        user = draw.phrase(["[请用 JSON 回答|用 JSON 表示|转成 JSON|给我 JSON|写成 JSON][：|:]{p}[|。]"])
    else:
        user = draw.phrase(["[As JSON|Answer as JSON|JSON|Give me JSON|Return JSON|Write as JSON|Make a JSON object|Convert to JSON|Reply with JSON][:| with| for:] {p}[|.]", "{p}[.| -] [As JSON, please|Write this as JSON|Give me JSON|Answer as JSON][|.]", "[Can you write|Please give me|I need] [a JSON object|JSON] with {p}[|?|.]"])
    step = Step(compact(value), thinking(draw, language, effort, "用户要 JSON，我照抄数值。" if language == "zh" else "The user wants JSON. I copy the values."), Expected(json_value=value))
    return Exchange(user.replace("{p}", pairs), (step,), "JSON")
