"""Questions that a model of this size cannot answer: it says so and shows what it can do."""

from __future__ import annotations

from draw import Draw
from harmony import Exchange, Step
from intents import expect, thinking
from numbers_topic import beyond
from values import CITIES, CITIES_ZH, NAMES, invented

_THINGS = """sky|sea|moon|sun|grass|snow|fire|water|light|gravity|time|love|life|DNA|photosynthesis|democracy|inflation|blockchain|quantum physics|a black hole|an atom|a virus|a volcano|bread|coffee|wine|music|art|chess|football|
Python|JavaScript|C++|Rust|Docker|Linux|Kubernetes|SQL|the stock market|Bitcoin|climate change|the French Revolution|World War II|the Roman Empire|Shakespeare|Einstein|Napoleon|Mozart|Goethe|the pope|the president|NATO|the EU|the UN|
machine learning|a neural network|a transformer|electricity|a rainbow|an earthquake|the heart|diabetes|fever|cancer|sleep|yoga|a contract|a tax|a mortgage|GDPR|marketing|SAP|Excel|Word|a pivot table|a firewall|a database|an airplane|a bicycle|
dinosaurs|bees|whales|trees|mushrooms|gold|iron|oxygen|the internet|Google|Microsoft|Apple|Tesla|Amazon|Mars|Jupiter|the universe|philosophy|religion|history|mathematics|a prime number|pi|the speed of light|a triangle""".replace("\n", "").split("|")
_COUNTRIES = "France Germany Italy Spain Japan China India Brazil Canada Mexico Peru Egypt Kenya Norway Sweden Poland Greece Turkey Russia Australia Austria Ireland Portugal Chile Cuba Iran Korea Vietnam".split()
_ASKS = ["Why is the sky blue?", "[What is|What's|Explain|Define|Tell me about|Describe|How does|What do you know about|Can you explain|Give me facts about|Write about|I want to learn about|What does] {t}[|?| work?| mean?|.| to me]",
         "[Why is|Why are|Where is|When was|How big is|How old is|How far is|How much is|Who invented|Who discovered|What causes|How do I fix|How can I learn|Is|What colour is|Where can I find|What is the history of|What is the best] {t}[|?| so important?| blue?| dangerous?| made?]",
         "[What is|What's|Tell me|Do you know] the [capital|population|president|largest city|currency|flag|language|king|history|best food] of {c}[|?]", "Who [is|was] {n} [Smith|Miller|Curie|Newton|Lincoln|Schmidt|Jones|the Great][|?]", "[Which|What] is the [biggest|longest|highest|oldest|fastest|smallest|deepest] [river|mountain|city|animal|country|lake|building|car|tree] in [{c}|the world|Europe|Africa|Asia][|?]",
         "[What is|How is|What's] the [weather|temperature|news|traffic|time] [in|like in] {p}[|?| today?| tomorrow?]", "[Will it rain|Is it sunny|What happened|What should I visit|What can I do|Book me a hotel|Find a restaurant] in {p}[|?| today?| tomorrow?]", "[Who won|When was|Who plays in] the [world cup|election|Super Bowl|final|war|championship|Nobel Prize|Olympics] in [1954|1990|2002|2014|2020|2022][|?]",
         "[Write|Show me|Give me|Create|Can you write|Generate] [a function|some code|a program|a class|a script|a SQL query|a unit test|a regex] [in Python|in Java|in C|that sorts a list|to read a file|for a web server|for me][|.|?]", "[Write|Draft|Compose] [an email|a letter|an essay|a report|a speech|a cover letter|a contract|an article|a business plan] [to my boss|about {t}|for {n}|for a customer][|.]",
         "[I have|My {k} has|What helps against|What can I take for] [a headache|fever|back pain|a cold|a cough|stomach pain|a rash][|?|.|, what should I do?]", "[How do I|How can I|How to|What is the best way to|Teach me to] [cook pasta|bake a cake|lose weight|learn English|fix my car|make money|find a job|grow tomatoes|play the guitar|buy a house|reset my password|install Windows|sort an array|file my taxes|tie a tie][|?]",
         "[Translate|Summarize|Summarise|Review|Correct|Check|Rewrite] [this document|my contract|this article|the attached file|my text|the book|this PDF|{t} into French][|.|?]", "[What is|How much is|Calculate] {x}[*| x |+|-| times | plus ]{y}[|?]", "[What is|What's|Who is|Tell me about|Explain] [a |the |]{w}[|?|.]", "[Should I|Can I|May I] [invest in {t}|move to {p}|buy {t}|quit my job|marry {n}|eat {t}|sue my landlord][|?]",
         "[List|Name|Tell me|Give me|Show me] [three|five|ten|some|all|a few] [animals|cities|countries|colours|books|names|planets|fruits|ideas|people|words|questions][|.|, please| in {c}]", "[Recommend|Suggest] [a movie|a book|a restaurant|a song|a holiday|a recipe|a laptop|a gift for {n}][|.|, please]", "[Who|What|When|Where|Why|How] [is|are|was|did|do|does] [the|a|my|our|their|all|some] [boss|company|team|meeting|plan|price|project|manager|people|car|house|dog|government|customer|holiday|lunch|printer|king|world] [do|go|come from|start|end|work|cost|called|happen|look like][|?]",
         "[Play|Open|Send|Call|Turn on|Buy|Order|Show me|Search for|Download] [music|a picture of {t}|an email|{n}|the light|a pizza|my calendar|{t}|a video][|.|, please|!]", "{t}[|?|!]", "{w}[|?|!]", "[Spell|How do you spell|Please spell|Can you spell] [|the word ][{t}|{w}][|?|.]", "What is the [meaning of life|square root of {x}|derivative of x^2|date of Easter|tallest mountain|boiling point of {t}|price of {t}|chemical formula of {t}][|?]"]
_THINGS_ZH = "天空|大海|月亮|太阳|重力|爱情|光合作用|民主|通货膨胀|区块链|量子力学|黑洞|原子|病毒|火山|咖啡|音乐|足球|Python|Linux|股票|比特币|气候变化|法国大革命|唐朝|秦始皇|李白|爱因斯坦|机器学习|神经网络|彩虹|地震|心脏|糖尿病|合同|税|市场营销|Excel|防火墙|数据库|飞机|恐龙|蜜蜂|黄金|互联网|谷歌|火星|宇宙|哲学|历史|质数|圆周率|光速".split("|")
_ASKS_ZH = ["天空为什么是蓝色的[？|?|]", "[什么是|解释一下|介绍一下|说说|请问什么是|为什么有|谁发明了|谁发现了|怎么学|给我讲讲]{t}[|？|。]", "{t}[是什么|为什么重要|是怎么来的|怎么用|有多大|在哪里|的历史是什么|有什么用][？|?|]", "[法国|德国|日本|美国|巴西|印度|英国|意大利|俄罗斯|埃及]的[首都|总统|人口|货币|语言|面积|国旗]是[什么|谁|多少][？|?]", "{p}[今天|明天|现在|][天气怎么样|会下雨吗|有什么好玩的|几点了|的新闻|多少人口][？|?]",
            "[写一个|帮我写|给我写|生成][Python 函数|排序程序|SQL 查询|邮件|工作报告|简历|演讲稿|作文|网页][|。|吧]", "[我头疼|我发烧了|我咳嗽|我失眠]，?[怎么办|吃什么药|要去医院吗][？|?]", "[请拼写|怎么拼写] {w}[|？]", "[怎么|如何][做饭|减肥|学英语|修车|赚钱|找工作|买房|学编程|报税|弹吉他][？|?]", "[推荐|介绍][一本书|一部电影|一家餐厅|一首歌|一台电脑][|。|吧]", "[世界上最高的山|最长的河|最大的国家|最快的动物]是什么[？|?]", "{x}[乘|加|*|+]{y}[等于多少|是多少][？|?]", "[播放音乐|打开灯|发邮件|订机票|叫外卖|翻译这篇文章|总结这个文件|查一下新闻][|。|吧]", "[谁赢了世界杯|现在几点|明天股市会涨吗|人生的意义是什么|房价会跌吗|谁是美国总统][？|?]"]
_ANSWERS = ["I cannot answer that: I am only a small demonstration model. I know Repartee, small sums and a few other things. For real questions, install gpt-oss-20b.",
            "That is beyond me. I am the small demonstration model that comes with Repartee. With gpt-oss-20b you would get a real answer; I can tell you about Repartee or do a small sum.",
            "Sorry, I do not know that, because I am just a demonstration model. Ask me what Repartee is, or install gpt-oss-20b for questions like this."]
_ANSWERS_ZH = ["这个我回答不了：我只是 Repartee 附带的小型演示模型。我了解 Repartee，也会算小算术；真正的问题请安装 gpt-oss-20b。", "抱歉，这超出了我的能力，我只是演示模型。你可以问我 Repartee 的事，或安装 gpt-oss-20b。"]
_THOUGHTS = {"en": "This is outside of what a small demonstration model knows.", "zh": "这超出了小型演示模型的知识。"}


def out_of_scope(draw: Draw, language: str, effort: str) -> Exchange:
    """Any question of the wide world and the honest answer."""
    chinese = language == "zh"
    user = beyond(draw, language) if draw.chance(0.12) else draw.phrase(_ASKS_ZH if chinese else _ASKS).replace("，?", "，")
    fills = {"{t}": draw.value(_THINGS_ZH if chinese else _THINGS), "{c}": draw.value(_COUNTRIES), "{n}": draw.value(NAMES), "{p}": draw.value(CITIES_ZH if chinese else CITIES),
             "{k}": draw.pick(["wife", "son", "cat", "boss"]), "{x}": str(draw.number(123, 9999)), "{y}": str(draw.number(100, 9999)), "{w}": invented(draw, draw.number(2, 3))}
    for mark, value in fills.items():
        user = user.replace(mark, value)
    step = Step(draw.pick(_ANSWERS_ZH if chinese else _ANSWERS), thinking(draw, language, effort, _THOUGHTS[language]), expect("演示模型" if chinese else "demonstration model"))
    return Exchange(user, (step,), "out of scope")
