### Simplified Chinese. How to add a phrase or a language: docs/languages.md

language-name = 简体中文

## The menu of commands: plain text

command-ask = 提问：/ask 问题
command-in = 只问一份文档：/in 名称
command-help = 怎么用
command-language = 语言 Language
command-add = 加入文档：用 /add 回复文件或文字
command-docs = 有哪些文档
command-settings = 本群设置（群管理员）
command-start = 开始
command-forget = 删除我的数据
command-stats = 统计（管理员）
command-unanswered = 没有找到答案的问题（管理员）
command-faq = 常见问题：用自己的话答（管理员）

## Greeting and help. $bot: the bot's own username, without @

welcome =
    你好！把问题直接发给我，我从文档里找出能回答它的<b>原话</b>，连同所在的段落和出处一起给你。
    找不到就说没有找到，从不编造。

    { ways }
# Added to it where documents are taken
welcome-documents = · 你自己的文档：把文件发给我，就能问里面的内容，只有你能问到

usage =
    <b>怎么提问</b>
    · 私聊：直接发问题，例如：基金总规模是多少？
    { ways }
    · 只问一份文档：直接回复那份文件，或者发 /in 名称，再发 /in 恢复；也可以写成“在采购合同里，违约金是多少”

    <b>怎么看答案</b>
    先是答案，下面是它所在的段落（点开可看全文），再下面是标题和文件名。所有文字都出自文档。按钮可以翻看其他答案和上下文。

# Added to it where documents are taken. $kinds: suffixes
usage-documents =
    <b>你自己的文档</b>
    把文件（{ $kinds }，最大 20 MB）发给我，就能问里面的内容，只有你能问到；问题也可以直接写在文件的说明里。几张照片一起发，算一份文档；一段文字，用 /add 回复它，或者发 /add 加上文字；几条消息附上 /add 一起转发，也合成一份。群管理员可以用 /add 回复文件，加入后群里的人都能问。/docs 查看和删除。

usage-more =
    <b>语言和你的数据</b>
    /language 换语言 · /forget 删除我记下的、关于你的一切

    <b>群里的隐私模式</b>
    Telegram 默认让机器人开着隐私模式：群里我只看得到命令、@我的消息和对我的回复。要我看到其他消息，请在 @BotFather 用 /setprivacy 关掉它，再把我重新加进群，或者让我当群管理员；再由群管理员在 /settings 里选择。

# What else there is than a question in private
ways =
    · 追问：接着问就行，例如：首期呢？群里要回复我的答案
    · 群里：/ask 加上问题，或者 @我 加上问题
    · 任何对话里：输入 @{ $bot } 加上问题，选一个答案发出去

how-to-ask =
    在 /ask 后面写上问题，例如：/ask 基金总规模是多少
    也可以用 /ask 回复一条文字消息，把那条消息当作问题。

courtesy = 我在这儿。想知道文档里的什么，直接问就行。
thanked = 不客气！还想知道什么，接着问就行。

ready = 请把问题直接发给我，写得完整一些更容易找到。

## What cannot be done

text-only = 我只读得懂文字。请把问题写成一句话发给我。
unknown-command = 没有这个命令。直接把问题发给我就好，/help 看用法。
# /stats and the like, where the bot has no owner
no-owner = /stats、/unanswered、/faq 是管理员的命令，这里还没有管理员（试用页里也没有）。要用它们：在 Telegram 上运行机器人，把你的编号写进设置 YUANWEN_ADMINS。
trouble = 抱歉，刚才出了点问题，没能做到。请稍后再试。
# $id: the person's number, for the owner's settings
not-admitted = 这个机器人只回答指定的人。请把你的 Telegram 编号 <code>{ $id }</code> 发给管理员。
too-many = 你问得太快了，请过 { $seconds } 秒再问。
# Once a minute; also plain text. $seconds: a number
too-fast = 你发得太快了，有些没来得及处理，请过 { $seconds } 秒再试。
old-button = 这个按钮已经失效了。

## Answers: plain text, escaped as a whole where it goes into a message

# Put before the answer in a message that others see. $question: what was asked
asked = 问：{ $question }
# $day: when a document was published
published = { DATETIME($day, dateStyle: "long") }
# $page: a number
page = 第{ $page }页
# $percent: how sure the recognition of the text is
recognised = 📷 识别自图片，识别置信度 { $percent }%
also-in = 同样的答案还在：
# $count: in how many places, of which only some are named
more-places = 等 { $count } 处

not-found = 没有找到
not-found-hint = 文档里没有能回答这个问题的原话。换个说法，或者写上人名、地名、时间再试试。
# The same, for a question in English about documents in Chinese; always said in English
not-found-english = 文档是中文的，请用中文提问，例如：基金总规模是多少？我只引用原文，不翻译。
# Below that nothing was found, while a file of whoever asks is being read
not-found-reading = 你发来的文件还在读，读完以后可以再问一次。
# Below that nothing was found for a long text that asks nothing
not-found-keep = 这段话像是一份资料。要收进来，用 /add 回复它；以后也可以直接发 /add 加上文字。
nearest = 最接近的内容在：

# In front of an answer that may be wrong
unsure = 不太确定：

# Above an answer that is not the best. $number: which it is; $count: how many there are
other-answer = （第 { $number } 个可能的答案，共 { $count } 个）
# Above the answer to a follow-up. $question: what was searched for
understood = 理解为：{ $question }
# Above an answer to a question that asks for several things
one-of-several = 这里问的不止一件事，可能只答到其中一件，其余的请分开问。
# Below the answers to several questions of one message. $count: how many are answered
several-more = 一次最多答 { $count } 个问题，后面的请再问一次。
# Above an answer that was looked for in some documents only. $names: their titles
only-in = 只在{ $names }里找
nearest-buttons = 最接近的段落，点按钮看全文：
passage-gone = 这一段现在已经不在文档里了。
# A notice: the passages around one were asked for, and there are none
no-context = 这一篇只有这一段，前后没有别的。

## Buttons under answers: plain text, and the notices that pressing them shows

# $number: which answer comes next; $count: how many there are
button-others = 其他答案 { $number }/{ $count } ›
button-more-context = 上下文
button-less-context = 收起
# Shows the list of the nearest passages again
button-list = ‹ 回到列表
button-useful = 👍 有用
button-useless = 👎 没用
# Copies the words of the answer
button-copy = 复制
# Asks the same in another chat, which the person chooses
button-forward = 转发到…
button-page = 看原页
button-file = 原文件
# Searches all documents, where only some were
button-everywhere = 🔍 在所有文档里找
# Below the picture of a page; HTML, as all that follow
page-unmarked = 没能在这一页上找到并标出答案。
page-failed = 抱歉，这一页没能显示出来。
original-lost = 没能从 Telegram 取回原文件，请把它再发一次。
original-gone = 原文件已经不在原来的地方了，没法显示原页。
original-changed = 原文件后来改过，页面可能已经不同，没法显示原页。请重新加入后再问。
# A notice: plain text
original-not-kept = 这份文件是较早加入的，没有留下取回它的办法。把它再发一次就可以了。
# Another notice: the document of an answer was removed
document-gone = 这份文档已经删除，原文件也取不回来了。
voted = 谢谢，已记下。
turn-gone = 这条回答已经不在了，请再问一次。
suggestion-gone = 这个问题出自的文档已经不在了。

## 你是谁, 有哪些资料: what the bot is and what it can answer from

about-me = 我是<b>原文</b>。你提问，我从文档里找出能回答的原话，连同所在的段落和出处一起给你；找不到就说没有找到，从不编造。
# $names: the titles of some
about-documents = 现在能问 { $count } 份文档：{ $names }
about-no-documents = 现在还没有文档。
about-try = 直接问里面的内容就行：谁、什么时候、在哪里、多少钱……/docs 看全部，/help 看用法。

## /in: one document alone. $names: its title

scope-kept = 好的，接下来只在{ $names }里找。发 /in 恢复。
# A notice: plain text
scope-kept-notice = 好的，你接下来的问题只在这份文档里找。
scope-lifted = 好的，接下来又在所有文档里找。
scope-how = 现在是在所有文档里找。要只问一份，发 /in 加上名称，例如：/in 采购合同；或者直接回复那份文件提问。/docs 看有哪些。
# $name: as it was typed. $count: how many documents it fits
scope-several = 名称里有“{ $name }”的文档有 { $count } 份，要问哪一份？
scope-unknown = 没有叫“{ $name }”的文档。/docs 看有哪些。
scope-nearest = 没有叫“{ $name }”的文档。名称最接近的是：
scope-gone = 那份文档已经不在了，或者换成了新的一份，所以不再只问它。

## Inline queries: plain text

inline-title = 怎么提问
inline-hint = 在 @{ $bot } 后面写上问题，例如：@{ $bot } 基金总规模是多少
inline-button = 私聊提问
# $answer: one that may be wrong, in a list of answers
inline-unsure = （不太确定）{ $answer }
inline-missing = 换个说法再试试，或者点上面的按钮来私聊问我
inline-missing-button = 没有找到，私聊问我
# Above no results: the answer takes longer than people wait, and is there when they type on
inline-late = 还在找，点这里私聊问我
inline-not-admitted = 这个机器人只回答指定的人

## /settings and groups. The buttons are plain text, and so is what people who are no group admins are told

hello-group =
    大家好！我从文档里找出能回答问题的原话。
    · 发 /ask 加上问题，或者 @{ $bot } 加上问题
    · 回复我的回答可以接着追问
    群管理员可以用 /settings 选择我什么时候回答。
settings-private = 私聊里只有语言可以选：/language
settings-admins-only = 这里的设置只有群管理员能改。
settings-only-called =
    <b>本群设置</b>
    现在：只在叫我的时候回答（/ask、@我、回复我）。
settings-all =
    <b>本群设置</b>
    现在：听到有把握的问题也回答，不用叫我。
# Below that, where Telegram does not show the bot what is said
settings-privacy = 前提是我看得到群里的消息：要在 @BotFather 关掉隐私模式再把我重新加进群，或者让我当群管理员。
settings-changed = 已改好。
button-answer-all = 改为：有把握就回答
button-only-called = 改为：叫我才回答

## The choice of a language

language-menu = 想让我说哪种语言？答案始终是文档里的原文。
language-chosen = 好的，以后我跟你说简体中文。

## /forget. The question is a message, its buttons are plain text

forget-ask =
    <b>要删除我记下的、关于你的一切吗？</b>删了就找不回来了。
    · 你在任何地方问过的问题和我的回答
    · 你的评价
    · 你自己的文档（只有你能问到的那些）
    · 你选的语言

    群里和大家共用的文档会留下。Telegram 上的消息也会留下，要由你自己在那边删。
button-forget = 全部删除
button-keep = 不删
forget-not-yours = 只有发 /forget 的人才能选。
forget-kept = 好的，什么都没有删。
forget-in-private = 你在以群或频道的名义说话，我看不出你是谁。请私聊发 /forget 给我。
forgotten = 已经删除，我这里不再有关于你的任何东西。
# $count: a number, in each of these
forgotten-questions = · { $count } 个问题和回答
forgotten-votes = · { $count } 个评价
forgotten-documents = · { $count } 份文档
forgotten-language = · 你选的语言

## For owners: /stats and /unanswered

stats-title = <b>统计</b>
stats-today = 今天
# $count: how many days, today included
stats-days = 最近 { $count } 天
# $period: one of the two above. $share: of each hundred questions
stats-activity = <b>{ $period }</b>：{ $questions } 个问题 · { $share }% 有答案 · { $askers } 人
stats-quiet = <b>{ $period }</b>：没有人提问
stats-total = <b>至今</b>：{ $questions } 个问题 · { $share }% 有答案
# $half, $most: milliseconds
stats-latency = 回答用时（{ $period }）：一半不超过 { $half } 毫秒，95% 不超过 { $most } 毫秒
stats-documents = 文档：{ $documents } 份，共 { $passages } 段
stats-votes = 评价：👍 { $useful } · 👎 { $useless }

unanswered-title = <b>没有找到答案的问题</b>
# $day: when it was last asked. $count: how often
unanswered-row = { $number }. { $question } <i>{ $count ->
    [1] { "" }
   *[other] ×{ $count } ·{ " " }
}{ DATETIME($day, dateStyle: "short") }</i>
unanswered-none = 目前没有找不到答案的问题。
button-newer = ‹ 较新的
button-older = 较早的 ›
button-export = 连同评价导出（SQuAD）
export-caption = 评价和没有找到答案的问题，SQuAD 2.0 格式，可用于 yuanwen eval 和训练。

## For owners: the questions that they answered, /faq

# $day: when the answer was given
faq-source = 常见问题（由管理者答复，{ DATETIME($day, dateStyle: "long") }）
faq-title = <b>常见问题</b>（{ $count }）
faq-none = 还没有。
# $number: which it is, from 1
faq-row = { $number }. <b>{ $question }</b>
    { $answer }
    <i>{ DATETIME($day, dateStyle: "short") }</i>
faq-how = 加一条：/faq 加上问题，例如 /faq 食堂几点开门；/unanswered 里的问题可以直接答。一次加很多：发一个 csv 文件（第一行：问题,答案,日期），说明里写 /faq。
# Above the question. $most: how many characters
faq-prompt = <b>回复这条消息</b>，写下答案（最多 { $most } 字）。问题和你写的原话所有人都会看到；问题里有私事的，请取消，再用 /faq 换个说法来答。
# Below the question, before the answer that it has
faq-now = 现在的答案是：
faq-cancelled = 已取消，什么都没有改。
faq-added = <b>{ $question }</b>：答好了 ✓ 从现在起，问到它的人都会看到你的原话。
faq-changed = <b>{ $question }</b>：改好了 ✓ 从现在起用新的答案。
faq-unchanged = <b>{ $question }</b>：和原来的答案一样，没有变。
faq-no-answer = 这里面没有能当答案的文字。请再回复上面那条消息，用文字写下答案（最多 { $most } 字）。
# $length: how many characters it has
faq-long-answer = 答案太长：{ $length } 字，最多 { $most } 字。请缩短后再回复一次上面那条消息。
faq-long-question = 问题太长，最多 { $most } 字。请用 /faq 加上短一些的问题。
faq-no-question = 请在 /faq 后面写上问题，例如：/faq 食堂几点开门
# Above question and answer
faq-remove-question = 删除这一条吗？删了就不会再用它回答。
# Notices: plain text
faq-question-gone = 这个问题已经不在了。可以用 /faq 加上问题来答。
button-answer = 答这个
button-change = 修改
button-cancel = 取消
# $count: how many people
button-faq-tell = 把答案发给问过的 { $count } 人
faq-told = <b>{ $question }</b>：已发给问过的 { $count } 人。
# To them, above the answer
faq-now-answered = 你问过的这个问题，现在有答案了：
button-faq-export = 导出 csv
faq-export-caption = 常见问题，Excel 可以打开。改好以后发回来，说明里写 /faq：同一个问题会换成新的答案。
# $added, $replaced, $unchanged: how many
faq-imported = 导入好了 ✓ 新增 { $added } 条，替换 { $replaced } 条，没有变的 { $unchanged } 条。
faq-import-file = 请发 csv 文件，最大 { $megabytes } MB。在 Excel 里可以另存为 csv。
faq-import-columns = 什么都没有导入：第一行里没有找到“问题”和“答案”两列。第一行请写：问题,答案,日期
faq-import-faults = 什么都没有导入，请改好下面几行再发一次：
# $line: its number in the file. $most: how many characters are allowed
faq-fault-no-question = 第 { $line } 行：没有问题
faq-fault-long-question = 第 { $line } 行：问题太长，最多 { $most } 字
faq-fault-no-answer = 第 { $line } 行：没有答案
faq-fault-long-answer = 第 { $line } 行：答案太长，最多 { $most } 字
faq-fault-date = 第 { $line } 行：日期看不懂，请写成 2026-11-30 这样
# $count: how many lines more
faq-more-faults = 还有 { $count } 行。

## Documents that people send. $name: the file; $title: what the document is called; $count: how many passages

# $kinds: suffixes
how-to-add = 把文件（{ $kinds }，最大 20 MB）发给我，就可以问里面的内容，只有你能问到；问题也可以直接写在文件的说明里。已经在这里的文件或文字消息，用 /add 回复它就能加入；一段文字也可以直接发：/add 加上文字；转发几条消息时附上 /add，就合成一份；网页用 /add 加网址。/docs 看所有文档。
how-to-add-group = 群管理员可以加入文档（{ $kinds }，最大 20 MB）：用 /add 回复文件或文字消息，发文件时在说明里写上 @{ $bot }，或者发 /add 加上文字；网页用 /add 加网址。加入后群里的人都能问。/docs 看所有文档。
upload-where = <b>{ $name }</b>：让谁能问到？
button-public = 所有人
button-own = 只有我
# Several forwarded texts without /add. $count: how many
forwards-what = 收到转发来的 { $count } 条消息。要合成一份资料供以后查问，还是当作问题来回答？（下次转发时附上 /add，我就直接加入。）
button-forwards-add = 加入资料
button-forwards-ask = 当作问题
forwards-asked = 好，我当作问题来回答。
# A notice: plain text
forwards-forgotten = 这些消息我已经不记得了，请重新转发一次。
upload-not-allowed = 这里只有群管理员能加入文档。你可以私聊发给我，只给你自己问。
# $count: how many within an hour
upload-too-many = 文档发得太快了：每人、每群一小时最多 { $count } 份。这一份和接着发的还没收，请过一阵再发一次。
upload-received = <b>{ $name }</b>：收到，正在下载……
upload-reading = <b>{ $name }</b>：正在读……
# $page of $count: numbers
upload-recognising = <b>{ $name }</b>：{ $count ->
    [1] 正在识别文字
   *[other] 正在识别第 { $page }/{ $count } 页
}……
upload-indexing = <b>{ $name }</b>：{ passages }，正在建索引……
# $count: a number
passages = { $count } 段
upload-added = <b>{ $name }</b>：已加入 ✓
    { in-it }
upload-replaced = <b>{ $name }</b>：已替换 ✓ 之前的那份不再用了。
    { in-it }
upload-unchanged = <b>{ $name }</b>：已经有了，内容没有变。
    { in-it }
in-it = 《{ $title }》 · { passages }
upload-meaning-soon = 现在按原文里的字词就能找到；再过一会儿，换个说法也能找到。
# $minutes: how long it takes, a number
upload-meaning-later = 现在按原文里的字词就能找到；大约 { $minutes } 分钟后，换个说法也能找到。
upload-next = 现在直接问就行：谁、什么时候、在哪里、多少钱……只有你能问到。/docs 查看和删除。
# $names: the title of the document that the chat is kept to
upload-next-kept = 不过这里现在只在{ $names }里找：要问新加的这份，直接回复它；或者发 /in，恢复在所有文档里找。只有你能问到。/docs 查看和删除。
upload-next-group = 现在群里的人都能问：发 /ask 加上问题。/docs 查看和删除。
upload-next-public = 现在所有人都能问到它。/docs 查看和删除。
upload-unasked = 你随文件发的问题因此没有回答：照上面说的做好再发一次，或者直接发问题，我从已有的文档里找。
album-forgotten = 这组照片我记不全了，请重新发一次。

upload-none-taken = 这里没有开放加入文档。公共文档可以随便问：/docs
upload-kind = <b>{ $name }</b>：这种文件我读不了。我能读 { $kinds }，请另存为其中一种再发。
# $suffix: of what it is to be saved as, .docx
upload-kind-instead = <b>{ $name }</b>：这种文件我读不了。请另存为 { $suffix } 再发。
upload-kind-packed = <b>{ $name }</b>：这种文件我读不了。请改打包成 { $suffix } 再发。
upload-size = <b>{ $name }</b>：太大了。一份最多 20 MB，内容也不能太多，请拆成几份再发。
upload-time = <b>{ $name }</b>：读起来太费时间，已停止。请另存一份，或者拆成几份再发。
upload-memory = <b>{ $name }</b>：读起来太占内存，已停止。请另存一份，或者拆成几份再发。
upload-crash = <b>{ $name }</b>：读到一半中断了，文件可能已损坏或结构特殊。请用原来的程序打开，重新保存后再发。
# $count: how many documents a chat may have
upload-no-room = <b>{ $name }</b>：放不下了。这里最多放 { $count } 份文档、总共大约一千万字。用 /docs 删掉一份，再发一次。
upload-lost = <b>{ $name }</b>：没能从 Telegram 下载下来，请再发一次。
upload-link-address = <b>{ $name }</b>：这个网址我打不开。网址要以 https:// 或 http:// 开头，不能带用户名、密码和端口。也可以把网页存成文件发给我。
upload-link-site = <b>{ $name }</b>：那里没有公开的网站，请检查网址。内部网络的网页我不会去取，请存成文件发给我。
upload-link-failed = <b>{ $name }</b>：网站没有给出这个网页。请稍后再试，或者用浏览器打开，存成文件发给我。
upload-link-slow = <b>{ $name }</b>：网站太慢，没有等到。请稍后再试，或者把网页存成文件发给我。
upload-link-kind = <b>{ $name }</b>：那里的内容我读不了。我能读网页和 { $kinds }。
upload-locked = <b>{ $name }</b>：有密码，打不开。请存一份没有密码的再发。
upload-scanned = <b>{ $name }</b>：都是图片，没有文字，这个机器人没有装文字识别。请管理员运行 <code>pip install 'yuanwen[ocr]'</code> 后再发一次。
upload-unmapped = <b>{ $name }</b>：字体里没有文字对照，取不出文字。请用原来的软件重新导出 PDF，或请管理员运行 <code>pip install 'yuanwen[ocr]'</code> 装上文字识别后再发一次。
upload-pages-scanned = ⚠️ 有几页是图片，没有读到文字，不能据此回答：{ $pages }。
upload-pages-unmapped = ⚠️ 有几页的字体没有文字对照，那些字没有读到：{ $pages }。
upload-pages-unrecognised = ⚠️ 有几页没有认出文字：{ $pages }。若页上有字，请在亮处正对着、靠近些重拍。
upload-files-unread = ⚠️ 里面有些文件没能读出来：{ $files }。
upload-empty = <b>{ $name }</b>：里面没有找到文字。
upload-unrecognised = <b>{ $name }</b>：没有认出文字。请在亮处、正对着、靠近些再拍一张；扫描件请扫得清楚些。
upload-encoding = <b>{ $name }</b>：文字编码认不出来，请另存为 UTF-8 再发。
upload-damaged = <b>{ $name }</b>：文件损坏、加了密，或者内容和后缀不符。请用原来的软件打开，重新保存后再发。
upload-failed = <b>{ $name }</b>：抱歉，我这边出了问题，没能加入。请稍后再发一次。

## /docs. The headings, buttons and notices are plain text

# $count: how many there are; $most: how many there may be
docs-own = 你的文档（{ $count }/{ $most }）
docs-own-none = 还没有。把文件发给我，就可以问里面的内容。
docs-group = 本群的文档（{ $count }/{ $most }）
docs-group-none = 还没有。群管理员用 /add 回复一个文件就能加入。
docs-public = 公共文档（{ $count }）
docs-public-none = 还没有。
# $question: one that the sample answers
docs-sample = 还没有。在那之前，有一份示例可以试用：{ $name }，问问看：<code>{ $question }</code>
docs-remove-question = 删除 <b>{ $name }</b> 吗？删了就不会再用它回答。
button-remove = 删除
button-leave = 留着
docs-removed = 已删除。
docs-gone = 它已经不在了。
docs-not-yours = 你不能删除它。
