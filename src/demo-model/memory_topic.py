"""What the user tells about themselves, remembered within a chat."""

from __future__ import annotations

from draw import Draw
from harmony import Exchange, Step
from intents import expect, thinking
from values import ANIMALS, ANIMALS_ZH, CITIES, CITIES_ZH, COLOURS, COLOURS_ZH, known_or_not, person

_EN = {
    "name": (["My name is {name}.", "[My name is|my name's|I am|I'm|I am called|Call me|This is|You can call me|People call me|Please call me] {name}[|.|!]", "[Hi|Hello|Hey][,|!] [my name is|I am|I'm|this is] {name}[|.|!]", "[Hi|Hello], [I'm|I am] {name} [and I am new here|from sales|from the IT team|and I like tea|, nice to meet you][|.|!]"],
             ["Nice to meet you, {v}!", "Hello {v}, nice to meet you! How can I help?"], ["What is my name?", "[What is my name|What's my name|Do you know my name|Who am I|Do you remember my name|Can you tell me my name|What was my name|How am I called|Say my name|Tell me my name][|?| again?| please?]"], ["Your name is {v}.", "You are {v}.",]),
    "city": (["I [live in|come from|am from|work in|was born in] {v}[|.|!]", "[My city is|My home town is|I'm from] {v}[|.]"], ["{v} sounds nice! I will remember it in this chat.", "{v}, noted!"], ["[Where do I live|Where am I from|Which city am I from|What is my city|Where do I come from|Do you remember my city][|?]"], ["You told me: {v}."]),
    "colour": (["My favo[u|]rite colo[u|]r is {v}[|.|!]", "I [like|love] the colour {v}[| best| most][|.]"], ["{v} is a nice colour! I will remember it."], ["[What is my favourite colour|What's my favorite color|Which colour do I like|Do you remember my favourite colour|what color do I like][|?]"], ["Your favourite colour is {v}."]),
    "pet": (["I have a {v}[|.|!]", "My [pet|favourite animal] is a {v}[|.]"], ["A {v}, how lovely! I will remember it."], ["[Which animal do I have|What pet do I have|What is my pet|Do you remember my pet|Which animal did I mention][|?]"], ["You told me about a {v}."]),
}
_ZH = {
    "name": (["我叫{name}。", "[我叫|我是|我的名字是|叫我|我的名字叫|你可以叫我]{name}[|。|！]", "[你好|您好|嗨][，|！][我叫|我是]{name}[|。|！]"], ["很高兴认识你，{v}！", "你好，{v}！有什么可以帮你？"], ["我叫什么名字?", "我叫什么名字？", "[我叫什么|我叫什么名字|我是谁|你记得我的名字吗|我的名字是什么|你知道我的名字吗|还记得我叫什么吗][？|?|]"], ["你叫{v}。"]),
    "city": (["[我住在|我来自|我在|我家在]{v}[|。]"], ["{v}是个好地方！我会在这次聊天里记住。"], ["[我住在哪里|我来自哪里|我住哪个城市|你记得我的城市吗|我在哪个城市][？|?]"], ["你告诉过我：{v}。"]),
    "colour": (["[我最喜欢的颜色是|我喜欢的颜色是]{v}[|。]"], ["{v}很好看！我记住了。"], ["[我最喜欢什么颜色|我喜欢的颜色是什么|你记得我喜欢的颜色吗][？|?]"], ["你最喜欢的颜色是{v}。"]),
    "pet": (["[我有一只|我养了一只]{v}[|。]"], ["{v}，真可爱！我记住了。"], ["[我养了什么动物|我的宠物是什么|你记得我的宠物吗][？|?]"], ["你说过你有{v}。"]),
}
_UNKNOWN = {"en": ("You have not told me yet. Please tell me!", "not told"), "zh": ("你还没有告诉我，请告诉我吧！", "还没有告诉")}
_TELL = {"en": "The user tells me: {v}. I keep it in mind.", "zh": "用户告诉我：{v}。我记住。"}
_ASK = {"en": "The user told me before: {v}.", "zh": "用户之前说过：{v}。"}
_NOTHING = {"en": "The user has not told me this in this chat.", "zh": "用户在这次聊天里没说过。"}


def _value(draw: Draw, kind: str, language: str) -> str:
    if kind == "name":
        return person(draw, language)
    lists = {"city": (CITIES, CITIES_ZH), "colour": (COLOURS, COLOURS_ZH), "pet": (ANIMALS, ANIMALS_ZH)}
    return known_or_not(draw, lists[kind][language == "zh"])


def tell(draw: Draw, language: str, effort: str, kind: str) -> tuple[Exchange, str]:
    """The user tells something; also returns what."""
    asks, answers, _, _ = (_ZH if language == "zh" else _EN)[kind]
    value = _value(draw, kind, language)
    if draw.chance(0.12) and language == "en":
        value = value.lower()
    user = draw.phrase(asks).replace("{name}", value).replace("{v}", value)
    answer = draw.pick(answers).replace("{v}", value)
    thought = thinking(draw, language, effort, _TELL[language].replace("{v}", value))
    return Exchange(user, (Step(answer, thought, expect(value)),), "memory"), value


def ask(draw: Draw, language: str, effort: str, kind: str, value: str | None) -> Exchange:
    """The user asks for what they told; None where they never did."""
    _, _, asks, answers = (_ZH if language == "zh" else _EN)[kind]
    if value is None:
        answer, word = _UNKNOWN[language]
        step = Step(answer, thinking(draw, language, effort, _NOTHING[language]), expect(word))
    else:
        thought = thinking(draw, language, effort, _ASK[language].replace("{v}", value))
        step = Step(draw.pick(answers).replace("{v}", value), thought, expect(value))
    return Exchange(draw.phrase(asks), (step,), "memory")
