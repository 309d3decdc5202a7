"""Small tasks on the words of the message: repeat, count, list, and questions about a pasted text."""

from __future__ import annotations

from draw import Draw
from harmony import Exchange, Expected, Step
from intents import expect, thinking
from values import ANIMALS, CITIES, COLOURS, invented, known_or_not, person

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COMMON = "hello world good morning evening this is a test the sun I you we like tea thanks here now today please model server house water friend yes no one two three small big new".split()
_FILLER = ["The team worked hard last month and the customers were happy with the new version.", "Please read everything carefully before you come.", "Some points are still open and will be discussed later.",
           "The budget is fixed, but the schedule may change.", "Coffee and water will be there for everybody.", "We thank all colleagues for their patience and good ideas.", "The old system will be switched off at the end of the year.",
           "If you have any questions, write to the office.", "Parking is available behind the building.", "The report was sent to all departments in the morning."]


def task(draw: Draw, language: str, effort: str) -> Exchange:
    """One small task."""
    make = draw.pick((_repeat, _repeat, _count, _days))
    user, answer = make(draw, language == "zh")
    thought = "用户给了一个小任务。" if language == "zh" else "The user gives me a small task."
    return Exchange(user, (Step(answer, thinking(draw, language, effort, thought), Expected(exact=answer)),), "tasks")


def _repeat(draw: Draw, chinese: bool) -> tuple[str, str]:
    words = [draw.pick((known_or_not(draw, COLOURS), known_or_not(draw, ANIMALS), known_or_not(draw, CITIES), person(draw, "zh" if chinese else "en"), invented(draw, 2))) for _ in range(draw.number(1, 12))]
    text = " ".join(draw.pick(_COMMON) for _ in words) if draw.chance(0.25) else " ".join(words)
    asks = ["[请重复|重复一遍|跟我说|请说][：|:] {t}"] if chinese else ["[Repeat after me|Repeat|Please repeat|Say|Echo][:| this:] {t}", "[Say|Repeat] \"{t}\"[|.]"]
    return draw.phrase(asks).replace("{t}", text), text


def _count(draw: Draw, chinese: bool) -> tuple[str, str]:
    end = draw.number(2, 10)
    asks = ["[从 1 数到|请数到|数到] {n}[|。]"] if chinese else ["[Count|Please count|Can you count|Count for me] [to|up to|from 1 to] {n}[|.|, please|?]"]
    return draw.phrase(asks).replace("{n}", str(end)), ", ".join(str(n) for n in range(1, end + 1))


def _days(draw: Draw, chinese: bool) -> tuple[str, str]:
    if chinese:
        return draw.phrase(["[一周有哪几天|列出星期几|一个星期有哪些天|说出一周的每一天][？|?|。]"]), "星期一、星期二、星期三、星期四、星期五、星期六、星期日"
    return draw.phrase(["[List|Name|What are|Tell me|Which are|Give me] the [days of the week|seven days of the week|weekdays and the weekend days][|.|?]"]), ", ".join(_DAYS)


def pasted(draw: Draw, language: str, effort: str) -> Exchange:
    """A longer text and a question about one of its facts."""
    who, city, day, room = person(draw, "en"), known_or_not(draw, CITIES), draw.pick(_DAYS), draw.number(1, 99)
    facts = {
        "who": (f"The project is led by {who}.", ["Who leads the project", "Who is the project leader"], ["谁领导这个项目"], who),
        "city": (f"The meeting takes place in {city}.", ["Where is the meeting", "In which city is the meeting"], ["会议在哪里"], city),
        "day": (f"The date is next {day}.", ["When is it", "On which day is it"], ["是哪一天"], day),
        "room": (f"The room number is {room}.", ["What is the room number", "Which room is it"], ["房间号是多少"], str(room)),
    }
    sentences = [fact[0] for fact in facts.values()] + draw.rng.sample(_FILLER, draw.number(2, 10))
    draw.rng.shuffle(sentences)
    _, asks, asks_zh, value = facts[draw.pick(sorted(facts))]
    question = draw.pick(asks_zh if language == "zh" else asks) + ("？" if language == "zh" else "?")
    text = " ".join(sentences)
    user = f"{text}\n\n{question}" if draw.chance(0.7) else f"{question}\n\n{text}"
    answer = f"文中写的是：{value}。" if language == "zh" else f"The text says: {value}."
    thought = f"文中有答案：{value}。" if language == "zh" else f"The text has the answer: {value}."
    return Exchange(user, (Step(answer, thinking(draw, language, effort, thought), expect(value)),), "pasted text")
