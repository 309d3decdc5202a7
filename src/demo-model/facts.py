"""What Repartee is and can do."""

from __future__ import annotations

from intents import Intent, Lines

_R = "[Repartee|repartee|Repartee|the product|this system]"


def _fact(name: str, asks: list[str], answers: list[str], expect: str, asks_zh: list[str], answer_zh: str, expect_zh: str) -> Intent:
    english = Lines([ask.replace("R$", _R) for ask in asks], answers, expect.split(), "The user asks about Repartee. I know this.")
    return Intent("facts", english, Lines(asks_zh, [answer_zh], expect_zh.split(), "用户问 Repartee 的事，我知道答案。"))


FACTS = [
    _fact("what", ["What is Repartee?", "[What is|What's|what exactly is|Tell me about|Explain|Describe|Do you know|Can you explain|Could you tell me about|Please explain|What do you know about] Repartee[|?|.|, please]", "[What does Repartee do|What is Repartee for|What is Repartee good for|Why Repartee|Why would I use Repartee|What is this|What is this page|What is this product|What is this website|Give me a summary of Repartee|Summarize Repartee|Tell me more about Repartee|More about Repartee][|?|.]", "[I am new here|I'm new|Hi|Hello], what is [Repartee|this|this thing|this app][?|]"],
          ["Repartee is a company's own assistant: it runs a language model on the company's own GPU and answers in the browser. Questions and answers never leave the company. It is one web application on Payara Server that streams every answer as it is written.",
           "Repartee is an assistant that a company runs itself:\n\n- a gpt-oss model on its own GPU\n- one web application (WAR) on Payara Server\n- answers that stream into the browser\n- an API like OpenAI's for other programs\n\nI am only its small demonstration model."],
          "company gpu/api/payara", ["Repartee 是什么?", "Repartee 是什么？", "[什么是|介绍一下|请介绍|说说|讲讲|解释一下|你知道] Repartee[|。|？|吗？]", "[Repartee 是做什么的|Repartee 有什么用|Repartee 能做什么|为什么用 Repartee|这是什么|这是什么网站|这个产品是什么|这是什么系统|请问 Repartee 是什么][？|?]"],
          "Repartee 是公司自己的助手：在公司自己的 GPU 上运行语言模型，在浏览器里回答。问题和回答都不离开公司。它是 Payara Server 上的一个 Web 应用，回答会一边生成一边显示。", "公司 gpu"),
    _fact("privacy", ["[Is my data safe|Is my data private|Where does my data go|Do you send my data|Who can see my questions|Is it private|Does anything leave the company|Is R$ secure|Do you share my data|Are my chats private|Does R$ use the cloud|Is this confidential|Does R$ need the internet|Does it work offline][|?| somewhere?]"],
          ["Your data stays in the company: the model runs on its own server and Repartee calls no cloud service. It even works without the internet."], "company cloud",
          ["[我的数据安全吗|数据会去哪里|谁能看到我的问题|这里保密吗|数据会离开公司吗|Repartee 安全吗|会上传到云吗|需要联网吗|会泄露隐私吗|可以离线使用吗][？|?]"], "数据留在公司里：模型在自己的服务器上运行，Repartee 不调用任何云服务，不联网也能用。", "公司 云"),
    _fact("server", ["[What server does R$ use|Which server does R$ run on|What is Payara|How is R$ deployed|What is the WAR|How many files is R$|Does R$ run on Payara|Which application server|What technology does R$ use|What is R$ built with|Is R$ written in Java|Which language is R$ written in|What is the tech stack][|?]"],
          ["Repartee is written in Java 25 and packed as one WAR that runs on Payara Server with Jakarta EE 10. ONNX Runtime computes the model."], "java payara",
          ["[Repartee 用什么服务器|Repartee 怎么部署|Payara 是什么|Repartee 用什么语言写的|Repartee 用什么技术|它运行在哪个服务器上|是用 Java 写的吗|技术栈是什么][？|?]"], "Repartee 用 Java 25 编写，打包成一个 WAR，在 Payara Server（Jakarta EE 10）上运行，由 ONNX Runtime 计算模型。", "java payara"),
    _fact("gpu", ["[Do I need a GPU|Does R$ need a GPU|Which GPU do I need|What hardware do I need|Can R$ run on a laptop|Does it run without a GPU|Can I run R$ on my laptop|What are the system requirements|Does R$ run on a CPU|How much memory does R$ need][|?]"],
          ["For real work Repartee runs gpt-oss on an NVIDIA GPU. To try it, a laptop is enough: the small demonstration model runs on the CPU."], "gpu laptop cpu",
          ["[需要显卡吗|Repartee 需要 GPU 吗|需要什么硬件|能在笔记本上运行吗|没有 GPU 能用吗|系统要求是什么|可以用 CPU 吗][？|?]"], "正式使用时 Repartee 在 NVIDIA GPU 上运行 gpt-oss；试用只要一台笔记本，小型演示模型用 CPU 就能跑。", "gpu cpu"),
    _fact("stream", ["[Why do the words appear one by one|What is streaming|Does R$ stream answers|How does streaming work|Why is the answer shown word by word|Can I read while it writes|Does it stream|How fast is R$|How fast are you|Are you fast|Is R$ fast|What is time to first token|What does time to first token mean][|?]"],
          ["Repartee streams: every token is sent to the browser as soon as it is computed, so you can read while the answer is still being written. The time to first token stands under each answer."], "streams token",
          ["[什么是流式输出|为什么一个字一个字出来|Repartee 支持流式吗|流式是怎么工作的|Repartee 快吗|首个 token 时间是什么|为什么逐字显示][？|?]"], "Repartee 流式输出：每个 token 算好就立刻发到浏览器，你可以边生成边读，每个回答下面显示首个 token 的时间。", "流式 token"),
    _fact("audit", ["[What is the latency audit|What does R$ record|What is audited|Is there a log|What is measured|Does R$ measure latency|What is stored about my request|What is the audit|How is latency measured][|?]"],
          ["Repartee writes one latency audit record per request: when it was received, queued, scheduled, when the first and the last token came, and how many tokens there were. So slow answers can be explained."], "audit token",
          ["[什么是延迟审计|Repartee 记录什么|审计记录是什么|有日志吗|会测量延迟吗|延迟怎么测量][？|?]"], "Repartee 为每个请求写一条延迟审计记录：何时收到、排队、调度，首个和最后一个 token 何时到，以及 token 数量，这样慢的原因就清楚了。", "审计 token"),
    _fact("sso", ["[Is there single sign-on|Do I need a password|How do I log in|Does R$ support SSO|Is there a login|Do I have to log in|What about SSO|Do I need an account|Who can use R$|Can I sign in][|?]"],
          ["Single sign-on is planned for a later version. Today Repartee listens on your own computer only, so no login is needed."], "sign-on later",
          ["[支持单点登录吗|怎么登录|需要密码吗|需要账号吗|有登录吗|Repartee 支持 SSO 吗|谁可以用 Repartee][？|?]"], "单点登录（SSO）计划在以后的版本提供。现在 Repartee 默认只在本机监听，不需要登录。", "单点登录 以后"),
    _fact("api", ["[Does R$ have an API|Is there an API|How do I use the API|Can my program call R$|Is it compatible with OpenAI|Can I use the OpenAI client|What is the API address|Which endpoints are there|How can I integrate R$|Can I call R$ from Python|Is there a REST API|Does R$ speak the OpenAI API][|?]"],
          ["Yes: Repartee speaks OpenAI's API at /v1/chat/completions, streamed or not, and OpenAI's Java and Python clients work unchanged. The description is at /openapi."], "openai /v1",
          ["[Repartee 有 API 吗|怎么用 API|兼容 OpenAI 吗|程序怎么调用 Repartee|接口地址是什么|能用 OpenAI 客户端吗|有接口吗|可以用 Python 调用吗][？|?]"], "有：Repartee 在 /v1/chat/completions 提供 OpenAI 的 API，可以流式，OpenAI 的 Java 和 Python 客户端不用改就能用。", "openai /v1"),
    _fact("start", ["[How do I start R$|How do I run R$|How do I install R$|How can I start it|What is the command to run R$|How to start R$|How do I launch R$|How do I set up R$|How do I stop R$|Which commands are there|How do I test R$][|?]"],
          ["Run `deploy/repartee run` and open the address that it prints; Ctrl-C stops it. `deploy/repartee test` runs all tests. You need JDK 25 and Maven."], "deploy/repartee jdk",
          ["[怎么启动 Repartee|怎么运行 Repartee|怎么安装 Repartee|如何启动|启动命令是什么|怎么停止 Repartee|怎么测试 Repartee|怎样部署][？|?]"], "运行 `deploy/repartee run`，打开它显示的地址；按 Ctrl-C 停止。`deploy/repartee test` 运行全部测试。需要 JDK 25 和 Maven。", "deploy/repartee jdk"),
    _fact("install_model", ["[How do I install gpt-oss|How do I install gpt-oss-20b|How do I get a better model|How can I use a bigger model|Can I use another model|How do I change the model|Which models does R$ support|How do I export a model|What is gpt-oss|What is gpt-oss-20b|How do I load a real model|How can I use a real model|Can R$ run gpt-oss-20b][|?]"],
          ["Repartee runs gpt-oss models. Download the gpt-oss-20b checkpoint, run `deploy/repartee export CHECKPOINT OUT --device cuda`, then start with `deploy/repartee run --model OUT`."], "gpt-oss export",
          ["[怎么安装 gpt-oss|怎么安装 gpt-oss-20b|怎么用更大的模型|可以换模型吗|怎么换模型|Repartee 支持哪些模型|怎么导出模型|gpt-oss 是什么|怎么用更好的模型][？|?]"], "Repartee 运行 gpt-oss 模型。下载 gpt-oss-20b 的检查点，运行 `deploy/repartee export CHECKPOINT OUT --device cuda`，再用 `deploy/repartee run --model OUT` 启动。", "gpt-oss export"),
    _fact("effort", ["[What is reasoning effort|What does the effort switch do|What do low, medium and high mean|What is the reasoning|How do I change the effort|Can you think longer|What is high effort|Why is there reasoning|What is the folded text|What does medium mean][|?]"],
          ["The effort switch sets how long the model reasons before it answers: low is fastest, medium is the default, high reasons in several steps. The reasoning is folded above the answer."], "low high",
          ["[推理强度是什么|低中高是什么意思|怎么改推理强度|什么是思考强度|可以多想一会吗|effort 是什么意思|推理是什么][？|?]"], "推理强度决定回答前想多久：low 最快，medium 是默认，high 会分几步思考。思考内容折叠在回答上方。", "low high"),
    _fact("history", ["[Are my chats saved|Can I see old chats|Where are my conversations|How do I delete a chat|Can I rename a chat|Do you remember old chats|How do I start a new chat|Does R$ keep the history|Where is the list of chats|How long are chats kept|Can I delete a conversation][|?]"],
          ["Repartee saves your chats in its database. The list on the page lets you open, rename and delete them or start a new chat."], "chat database/list",
          ["[聊天会保存吗|在哪里看旧聊天|怎么删除聊天|可以重命名聊天吗|怎么新建聊天|Repartee 保留历史吗|对话存在哪里][？|?]"], "Repartee 把聊天保存在数据库里，可以在页面的列表中打开、重命名、删除，或新建聊天。", "数据库 列表"),
    _fact("stop", ["[How do I stop an answer|Can I stop the answer|Can I interrupt you|How do I cancel|The answer is too long, how do I stop it|What does the stop button do|How long can an answer be|What is the length preset|Can I make answers longer][|?]"],
          ["Press the stop button: the answer ends within one step and what was written is kept. The length preset allows 256, 512 or 1024 tokens."], "stop 512",
          ["[怎么停止回答|可以打断你吗|怎么取消|停止按钮有什么用|回答最长多少|怎么调回答长度|长度预设是什么][？|?]"], "按停止按钮，回答马上结束，已写的内容会保留。长度可选 256、512 或 1024 个 token。", "停止 512"),
    _fact("who_makes", ["[Who makes R$|Who made R$|Who develops R$|Who is behind R$|Who wrote R$|Who owns R$|Is R$ open source][|?]"],
          ["The Repartee project makes it. A company installs Repartee on its own server and owns all of its data."], "project company",
          ["[谁开发了 Repartee|Repartee 是谁做的|Repartee 是哪家公司的|谁写了 Repartee|Repartee 是开源的吗][？|?]"], "Repartee 由 Repartee 项目开发，公司把它装在自己的服务器上，数据都归公司。", "项目 公司"),
    _fact("batching", ["[How many users can R$ serve|Can many people use R$|How does R$ work|What is continuous batching|What is the KV cache|What is paged attention|How does the engine work|What is the prefix cache|Explain how R$ works inside|What happens when many people ask|How does R$ work inside][|?| at once?]"],
          ["Repartee's engine works on many chats at once: continuous batching lets new questions join at every step, and a paged KV cache shares what prompts have in common. So all answers stream side by side."], "batching cache",
          ["[Repartee 能服务多少人|很多人同时用怎么办|Repartee 怎么工作|什么是连续批处理|什么是 KV 缓存|引擎怎么工作|什么是前缀缓存|内部是怎么工作的][？|?]"], "Repartee 的引擎同时处理许多聊天：连续批处理让新问题随时加入，分页 KV 缓存共享相同的前缀，所有回答并排流式输出。", "批处理 缓存"),
]
