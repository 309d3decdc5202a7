"""Names, places and other values that fill templates."""

from __future__ import annotations

from collections.abc import Sequence

from draw import Draw

NAMES = """Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Karl Lena Max Nina Oskar Paula Quentin Rosa Simon Tina Uwe Vera Walter Xenia Yusuf Zoe Alice Bob Carol Daniel Eva Frank
Grace Henry Irene Jack Kate Leo Maria Noah Olivia Peter Rachel Sam Tom Ursula Victor Wendy Ali Fatima Omar Layla Ivan Olga Boris Elena Pedro Lucia Diego Sofia Marco Giulia Pierre Sophie Lukas Hannah
Raj Priya Arjun Mei Wei Kenji Yuki Jin Ahmed Sara Mohamed Linda James Robert John Michael William Mary Susan Jessica Thomas Lisa Mark Andrew Julia Martin Stefan Petra Wolfgang Ingrid Sven Lars Astrid""".split()
CITIES = """Berlin Paris London Rome Madrid Vienna Munich Hamburg Zurich Tokyo Beijing Shanghai Boston Chicago Oslo Stockholm Helsinki Dublin Lisbon Prague Warsaw Athens Cairo Sydney Toronto Delhi Mumbai
Seoul Bangkok Lima Geneva Milan Naples Porto Lyon Cologne Dresden Leipzig Graz Basel Bern Krakow Budapest Sofia Riga Vilnius Denver Seattle Austin Dallas Miami""".split()
COLOURS = "red blue green yellow black white orange purple pink brown grey violet turquoise gold silver".split()
ANIMALS = "dog cat horse rabbit hamster parrot fish turtle mouse goat snake duck pony".split()
NAMES_ZH = "小明 小红 王芳 李雷 韩梅梅 张伟 刘洋 陈静 杨帆 赵磊 黄丽 周杰 吴敏 徐强 孙悦 马超 朱琳 胡军 郭靖 何平 高山 林涛 罗兰 梁宇 宋佳 唐宁 许晴 邓超 冯远 曹雪".split()
CITIES_ZH = "北京 上海 广州 深圳 杭州 南京 成都 武汉 西安 重庆 天津 苏州 长沙 青岛 大连 厦门 昆明 柏林 巴黎 伦敦 东京".split()
COLOURS_ZH = "红色 蓝色 绿色 黄色 黑色 白色 橙色 紫色 粉色".split()
ANIMALS_ZH = "狗 猫 兔子 仓鼠 鹦鹉 乌龟 小鸟".split()
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡林何高梁宋唐许邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鑫宇浩然欣怡子轩梓涵雨泽晨"
_ONSETS, _VOWELS, _ENDS = "b c d f g h j k l m n p r s t v w z br dr gr kr tr st sh th ch fl".split(), "a e i o u ai ea ou ie".split(), "n r l s t m k x nd rt ck".split() + [""] * 6


def invented(draw: Draw, syllables: int) -> str:
    """A word that no dictionary holds, so that the model learns to copy."""
    return "".join(draw.pick(_ONSETS) + draw.pick(_VOWELS) for _ in range(syllables)) + draw.pick(_ENDS)


def person(draw: Draw, language: str) -> str:
    """A name, common or unknown."""
    if language == "zh":
        return draw.value(NAMES_ZH) if draw.chance(0.3) else draw.pick(_SURNAMES) + "".join(_character(draw, _GIVEN) for _ in range(draw.number(1, 2)))
    return known_or_not(draw, NAMES)


def known_or_not(draw: Draw, items: Sequence[str]) -> str:
    """An item, or a word of its kind that is on no list: who has to copy it cannot choose it from memory."""
    if draw.chance(0.5):
        return draw.value(items)
    word = _unknown(draw, items)
    return f"{word} {_unknown(draw, items)}" if word[:1].isupper() and draw.chance(0.1) else word


def _unknown(draw: Draw, items: Sequence[str]) -> str:
    first, second = draw.value(items), draw.value(items)
    if not first.isascii():
        colour = "色" if first.endswith("色") else ""
        usual = (first + second).replace(colour, "")
        return "".join(_character(draw, usual) for _ in range(draw.number(1, 3))) + colour
    # The beginning of one word and the end of another, or nothing that resembles a word.
    word = first[: draw.number(1, len(first) - 1)] + second[draw.number(1, len(second) - 1) :] if draw.chance(0.5) else invented(draw, draw.number(1, 3))
    if draw.chance(0.06):
        word = word.replace(*draw.pick((("a", "ä"), ("o", "ö"), ("u", "ü"), ("e", "é"), ("n", "ñ"), ("i", "í"))), 1)
    return word.capitalize() if first[:1].isupper() else word


def _character(draw: Draw, usual: str) -> str:
    return draw.pick(usual) if draw.chance(0.8) else chr(draw.number(0x4E00, 0x9FA5))
