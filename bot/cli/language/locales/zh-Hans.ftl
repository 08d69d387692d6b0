### 简体中文。怎样添加句子或语言：docs/languages.md

## 词句之间

list-comma = 、
prompt = {"问> "}

## 错误，一行说完。$message：一句或几句话

error = 错误：{ $message }
# $command：如 `yuanwen add`
error-usage = 错误：{ $message } 用法见 `{ $command } --help`。
# $parameter：参数或选项
usage-missing = 缺少 { $parameter }。
usage-value = { $parameter } 的值不对：{ $message }
# $option：输入的内容
usage-no-option = 没有 { $option } 这个选项。
# $name: as it was typed
usage-no-command = 没有 { $name } 这个命令。

## ask

ask-blank = 问题是空的。请把问题写在命令后面，加上引号。
ask-nothing = 标准输入里没有问题。请每行写一个，或者写在命令后面。
# $encoding：如 UTF-8
ask-undecoded = 问题不是 { $encoding } 编码的文字。请把终端设为这种编码，或者从标准输入提问。
# $number：行号
ask-undecoded-line = 第 { $number } 行不是 { $encoding } 编码的文字，已跳过。请先转换编码，例如用 iconv。
ask-page-image = --page-image 要和写在命令后面的问题一起用。
ask-date = “{ $value }”不是日期。请写成 2024、2024-03、2024-03-05 或 2024年3月。
ask-dates-order = --since { $since } 在 --until { $until } 之后。请对调，或只写一个。
answer-understood = 理解为：{ $question }
answer-none = 没有找到
answer-within = 只在{ $names }里找
answer-everywhere = 不限定文档再问一次，就在所有文档里找。
answer-since = 只在{ DATETIME($since, dateStyle: "long") }以来发布的文档里找
answer-until = 只在{ DATETIME($until, dateStyle: "long") }及以前发布的文档里找
answer-between = 只在{ DATETIME($since, dateStyle: "long") }至{ DATETIME($until, dateStyle: "long") }发布的文档里找
answer-any-time = 没有日期的文档也不在内；不写 --since 和 --until 再问一次，就不限时间。
answer-foreign = 文档是中文的，请用中文提问（please ask in Chinese）。
# $place：段落的标题、文件、日期和页码
answer-nearest = 最接近：{ $place }
answer-unsure = 不太确定：
answer-one-of-several = 这里问的不止一件事，可能只答到其中一件，其余的请分开问。
answer-also = 也见于：{ $place }
# $count：一共多少处，其中只列出几处
answer-also-more = 等 { $count } 处
# $percent：数字
answer-recognised = 识别自图片，识别置信度 { $percent }%
answer-day = { DATETIME($day, dateStyle: "long") }
answer-faq = 由管理者答复，{ $day }
answer-page = 第{ $page }页
# $file：图片；$source：文档
page-written = { $file }：{ $source } 第{ $page }页。
page-unmarked = { $file }：{ $source } 第{ $page }页；页面上没有找到答案的原话，未作标记。
page-no-answer = 没有答案，所以没有写 { $file }。

## ask --explain

explain-searched = 查找：{ $question }
explain-passage = 段落
explain-words = 按词
explain-vectors = 按向量
explain-fusion = 合并
explain-reading = 阅读
explain-decision = 判断
explain-total = 合计
explain-missing = 缺少
explain-read = 读到
explain-unread = 未读
# 百分数、毫秒数，以及每一步的毫秒数
explain-summary = 把握达到 { $unsure } 才作答，达到 { $sure } 才算确定。用时 { $took } 毫秒：准备 { $ready }、{ $steps }

## chat

# $names：文档的标题
chat-welcome = 原文 在 { $count } 份文档里找答案：{ $names }
chat-welcome-more = 原文 在 { $count } 份文档里找答案：{ $names }等
chat-sample = 这是自带的样例，可以问：
chat-sample-add = 用 `yuanwen add 文件…` 换成你自己的文档。
chat-embedding = 还有 { $count } 段正在后台建向量，暂时只按字词查找。
chat-how = 直接提问；/in 名称 只在一份文档里找；/help 有哪些命令；按 Ctrl-D 离开。
# /help, or another word behind a slash
chat-commands = 可以直接提问，或者：/in 名称 只在一份文档里找，/in 恢复；/docs 有哪些文档；/quit 或 Ctrl-D 离开。
chat-unknown-command = 没有这个命令。
chat-several = 一次最多答 { $count } 个问题，后面的请再问一次。
chat-courtesy = 我在这儿。想知道文档里的什么，直接问就行。
chat-thanked = 不客气！还想知道什么，接着问就行。
chat-self = 我是原文：从你的文档里找出能回答问题的原话，连同出处一起给你；找不到就说没有找到。
chat-documents = { $count ->
    [0] 现在还没有文档。
   *[other] 现在能问 { $count } 份文档：{ $names }
}
chat-in-kept = 接下来只在{ $names }里找；/in 恢复。
chat-in-lifted = 在所有文档里找。
chat-in-gone = { $names }已经不在了，或者换成了新的一份；又在所有文档里找。
chat-in-several = 有几份文档叫这个名字，请写得完整一些：
chat-in-unknown = 没有叫这个名字的文档。
chat-in-nearest = 没有叫这个名字的文档。最接近的是：
chat-bye = 再见。

## playground

# $address：网页的地址
playground-at = 试用页在 { $address } （按 Ctrl-C 结束）。
playground-failed = 机器人没法回答：{ $message }

## add、remove、list

add-reading = 读取
add-recognising = 识别
embedding = 建向量
measuring = 测量
add-instead = 这种文件读不了；请另存为 { $suffix }。
add-packed = 这种文件读不了；请改打包成 { $suffix }。
add-passages = { $count } 段
# 文件里一行一篇文档
add-lines-added = 新增 { $count } 篇
add-lines-replaced = 替换 { $count } 篇
add-lines-unchanged = { $count } 篇没有变
add-lines-removed = 移除 { $count } 篇
add-lines-failed = { $count } 行读不了
add-line-failed = { $source } 第 { $line } 行：{ $reason }。
add-lines-failed-more = { $source }：还有 { $count } 行读不了。
# $what：下面三句之一；$place：页码，或其中的文件
add-omitted = { $source }：{ $what }：{ $place }。
add-omitted-scanned = 以下页面是图片，未读取
add-omitted-unrecognised = 以下页面是图片，没有认出文字
add-omitted-unmapped = 以下页面的字体没有注明是哪些字，这些字未读取
add-omitted-part = 其中有文件未读取
add-gone = { $source } 仍保留，但它的文件已不在原处；用 `yuanwen remove` 移除。
add-ready = 文档现在就可以提问了。
# $lacking：见下
add-embedding-stopped = 已停止，内容都已保留。{ $lacking }下次运行 `add`、`chat`、`bot` 或 `playground` 时会接着做。
# $kept：数字
add-stopped = 已停止。{ $kept ->
    [0] 还没有保留任何文件。
   *[other] 已保留 { $kept } 个文件。
}
add-stopped-reading = 正在读、没有保留：{ $names }。
add-stopped-waiting = 还有 { $count } 个没有开始。
add-stopped-next = 下次用 `yuanwen add` 添加同样的内容，会从这里接着做。
lacking = { $total } 段里还有 { $missing } 段要建向量，在那之前只按字词查找。
lacking-time = { $total } 段里还有 { $missing } 段要建向量（{ $time }），在那之前只按字词查找。
time-seconds = 约 { $count } 秒
time-minutes = 约 { $count } 分钟
list-collection = 集合
list-source = 来源
list-title = 标题
list-articles = 篇数
list-passages = 段数

## add --watch

watch-no-folder = { $path } 不是文件夹。--watch 只跟随文件夹；文件和网页请不加它来添加。
watch-folder-gone = { $folder } 已不在原处。从它读取的内容都保留；等它回来再重新开始。
watch-empty = { $folder } 是空的；以前从它读取的内容都保留，可用 `yuanwen remove` 移除。
watch-watching = 正在跟随 { $folders }。按 Ctrl-C 结束。
watch-refused = 系统无法跟随这个文件夹（{ $message }）。请不加 --watch 来添加。
watch-ended = 已停止跟随，内容都已保留。

## feedback、backup、restore

feedback-json = --json 要和 FILE 一起用：没有 FILE 时，标准输出就是文件的内容。
feedback-none = { $home } 里没有评价。
# $file：评价本应在的地方
feedback-no-bot = { $file } 不存在：这个数据目录里没有运行过机器人。
# $homes：各自带有评价数
feedback-elsewhere = 这些数据目录里有评价：{ $homes }。请用 --home 选择。
feedback-nowhere = 旁边的、YUANWEN_HOME 指定的和默认的数据目录里也没有。请用 --home 另选一个。
feedback-written = { $file }：可以回答 { $answerable } 个，不能回答 { $impossible } 个，没有找到答案 { $unanswered } 个
faq-none = 还没有常见问题。用 `yuanwen faq import 文件.csv` 添加，或者由管理员在 Telegram 里用 /faq。
faq-written = { $file }：{ $count } 条
faq-imported = { $file }：新增 { $added } 条，替换 { $replaced } 条，未变 { $unchanged } 条
file-there = { $file } 已经存在。请换个名字，或用 --force 替换。
# $reason：系统给出的原因
file-unwritable = { $file } 无法写入：{ $reason }。请检查文件夹和剩余空间。
# $size：数字
backup-written = { $file }：{ $size } MB
backup-restored = { $home }：{ $documents } 份文档，{ $passages } 段

## doctor

doctor-store = { $documents } 份文档，{ $passages } 段
# $place：数据库的位置
doctor-database = { $store }，在 { $place }
doctor-database-wrong = { $place } 现在不能用（{ $problem }）：请找管理 PostgreSQL 的人，或恢复 pg_dump 的转储。
# $problem：SQLite 给出的问题
doctor-store-damaged = { $home } 已损坏（{ $problem }）：请恢复备份，或把它移开，重新添加文档。
# $questions：机器人被问过的问题数
doctor-state = 一共问过 { $questions } 个问题
doctor-no-state = 还没有记录：机器人还没用这个数据目录运行过
doctor-state-damaged = { $file } 已损坏（{ $problem }）：请停下机器人，恢复备份；或把这个文件连同旁边的 -wal、-shm 移开，机器人会重新开始，聊天的设置、问过的问题和评价就没有了。
doctor-encoder = { $name }，{ $dimension } 维
# $name：模型；$unsure、$sure：把握
doctor-reader = { $name }，把握达到 { $unsure } 才作答，达到 { $sure } 才算确定
doctor-reader-borrowed = { $name }，把握达到 { $unsure } 才作答，达到 { $sure } 才算确定，这是按自带的模型定的
doctor-reader-shipped = 自带的模型
doctor-embedded = 已跟上存储的内容
doctor-rebuilt = 已按存储的内容重建
doctor-no-index = 还没有：第一次提问时会建立
# $files：文件名
doctor-index-damaged = { $files } 已损坏：`yuanwen doctor --repair` 会按存储的内容重建，下次提问时也会
doctor-changed = 正在赶上：文档有变动；下次提问时会跟上，或现在用 --repair
doctor-behind = 正在赶上：{ $total } 段里已有 { $done } 段建好向量；`add`、`chat`、`bot`、`playground` 会接着做，或现在用 --repair
doctor-behind-time = 正在赶上：{ $total } 段里已有 { $done } 段建好向量，还需{ $time }；`add`、`chat`、`bot`、`playground` 会接着做，或现在用 --repair
doctor-index = 两个索引都有存储的全部 { $total } 段
doctor-index-many = 两个索引都有存储的全部 { $total } 段；按意思查找时，每个问题只与最近的 { $compared } 段比较
doctor-place = { $detail }（Milvus：{ $place }）
doctor-other-encoder = 正在赶上：向量是另一个编码模型 { $name } 的；下次提问时开始全部重建，或现在用 --repair
doctor-no-token = 没有设置 TELEGRAM_BOT_TOKEN：只能在终端里用
doctor-token = 已设置 TELEGRAM_BOT_TOKEN

## eval

# $files：文件名
eval-no-question = { $files }：里面没有可以测量的问题。

## 错误的原因。英语用错误自己的句子，所以 en.ftl 里没有

unreadable-kind = 这种文件读不了；支持的格式见 `yuanwen add --help`。
unreadable-missing = 文件不存在、打不开，或者不是文件。请检查路径和权限。
unreadable-too-large = 内容太多，超过了一份文档的上限；请分成几份。
unreadable-out-of-time = 读取时间太长；请另存一次，或分成几份。
unreadable-out-of-memory = 读取需要的内存太多；请另存一次，或分成几份。
unreadable-crashed = 读取时程序被它弄崩了：文件已损坏或太占内存；请用原来的程序打开，另存一次。
unreadable-locked = 有密码保护；请去掉密码后再添加。
unreadable-scanned = 页面都是图片，没有文字；请先识别文字，或安装 ocr：pip install 'yuanwen[ocr]'。
unreadable-unrecognised = 图片里没有认出文字；请拍得更亮、更正、更近一些，再添加一次。
unreadable-unmapped = 字体没有注明是哪些字，读不出文字；请用原文件重新导出。
unreadable-empty = 里面没有可以用来回答的文字。
unreadable-encoding = 文字的编码无法识别；请另存为 UTF-8。
unreadable-damaged = 文件已损坏，或与文件名的类型不符；请另存一次。
unshown-kind = 这种文件没有可以显示的页面；PDF 文件可以。
unshown-removed = 这份文档已被移除或替换。请重新提问。
unshown-elsewhere = 原文件不在这台机器上，无法显示页面。
unshown-gone = 原文件已不在原处，无法显示页面；请从现在的位置用 `yuanwen add` 添加。
unshown-changed = 原文件在添加之后改过，页面可能已经不同。请重新添加，再提问。
unshown-too-large = 原文件太大，不显示页面。
unshown-failed = 这一页无法显示。
unfetched-address = 这不是可以读取的网址：要以 https:// 或 http:// 开头，不带用户名和密码。
unfetched-host = 这个地址没有公开的网站；请检查网址。自己网络里的网页请先保存，再添加文件。
unfetched-failed = 网站没有给出这个网页；请检查网址，或在浏览器里打开、保存后添加文件。
unfetched-redirects = 网址转来转去，没有到达网页。请在浏览器里打开、保存后添加文件。
unfetched-size = 网站给出的内容太大。请分几份保存，再添加文件。
unfetched-time = 网站太久没有回应。请稍后再试，或保存网页后添加文件。
unfetched-kind = 网站给出的内容读不了；支持的格式见 `yuanwen add --help`。
# 下面每一句对应一个错误的 phrase，变量就是它的 values
failure-collection-name = 集合不能叫“{ $name }”。请用 --collection 另选一个名字。
failure-no-collection = 没有“{ $name }”这个集合；已有的集合：{ $present }。
failure-no-document = 没有叫“{ $name }”的文档。`yuanwen list` 会列出名字。
failure-no-source = 没有来自“{ $name }”的文档。`yuanwen list` 会列出名字。
failure-several-documents = “{ $name }”对应好几份文档：{ $paths }。请写出路径，或加上 --collection。
failure-no-document-but = 没有叫“{ $name }”的文档，最接近的是 { $nearest }。`yuanwen list` 会列出名字。
failure-several-names = “{ $name }”对应好几份文档：{ $names }。请写得完整一些。
failure-home-unusable = { $home } 不能用作数据目录：{ $reason }。请用 --home 另选一个。
failure-database-failed = { $place } 无法使用（{ $reason }）。请检查 YUANWEN_DATABASE，并确认服务器在运行，而且这个用户可以建表。
failure-database-busy = 另一个进程正在修改 { $place }（{ $reason }）。请再试一次。
failure-database-packages = YUANWEN_DATABASE 还需要一些软件包：pip install 'yuanwen[postgres]'。
failure-backup-elsewhere = 文档和机器人的记录都在 { $place }：请用 pg_dump 备份，用 pg_restore 恢复。数据目录里只有索引，丢了会重新建立。
failure-no-token = 没有设置 TELEGRAM_BOT_TOKEN。请在 Telegram 上向 @BotFather 申请，写进环境变量或 .env。没有令牌时，可以用 `yuanwen playground` 在网页里试用机器人。
failure-token-form = TELEGRAM_BOT_TOKEN 不是 123456:ABC… 的形式；@BotFather 可以再次显示它。
failure-token-unknown = Telegram 不认识这个 token。请从 @BotFather 重新复制，写进 TELEGRAM_BOT_TOKEN。
failure-token-revoked = Telegram 不再认识这个 token：它被撤销了，或者机器人已经删除。请从 @BotFather 复制新的 token，写进 TELEGRAM_BOT_TOKEN，再重新启动；问过的问题都还在。
failure-telegram-unreachable = 连不上 Telegram（{ $reason }）。请检查网络，再试一次。
failure-webhook-refused = Telegram 不接受 YUANWEN_WEBHOOK_URL 里的 webhook：{ $reason }。它必须是公网上的 https 地址，端口为 443、80、88 或 8443。
failure-file-there = { $file } 已经存在。请换个名字，或用 --force 替换。
failure-file-unreadable = { $file } 无法读取：{ $reason }。请检查路径。
failure-backup-nothing = { $home } 里没有文档，没有写备份。请用 --home 另选一个。
failure-backup-newer = { $file } 是更新的版本写的：请升级 yuanwen。
failure-backup-damaged = { $file } 已损坏，或不是数据目录的备份。请另选一个。
failure-home-full = { $home } 里已有文档。请用 --home 另选一个，或用 --force 替换。
failure-home-in-use = { $home } 正在使用：请停下机器人和其他命令，再试一次。
failure-eval-form = { $file } 不是 SQuAD JSON；要有 data[].paragraphs[]，其中有 context 和 qas[]。
failure-port-taken = 端口 { $port } 用不了（{ $reason }）。请用 --port 换一个，或不写，用任一空闲端口。
failure-index-form = YUANWEN_INDEX 应是 milvus: 后跟一个以 .db 结尾的文件，或 Milvus 服务器的地址，例如 milvus:./index.db、milvus:http://localhost:19530。
failure-milvus-missing = YUANWEN_INDEX 要用 Milvus，但没有安装它的软件包。请运行 pip install 'yuanwen[milvus]'。
failure-milvus-failed = 位于 { $place } 的 Milvus 没有正常响应：{ $reason }。请确认它在运行，并检查 YUANWEN_INDEX 中的地址。
failure-milvus-file = { $file } 不能作为 Milvus 的索引打开：另一个进程正在使用它（同一时间只能有一个），或者它已损坏。请结束那个进程，或改用 Milvus 服务器。
failure-milvus-encoder = 位于 { $place } 的 Milvus 现在存的是 { $other } 的向量，而这个进程用的是 { $encoder }。请让所有进程使用同一个 YUANWEN_ENCODER。

## 帮助：命令、参数，以及框架

help-title-usage = 用法：
help-title-arguments = 参数
help-title-options = 选项
help-title-commands = 命令
help-title-required = 必填
help-title-default = 默认

help-yuanwen = 向自己的中文文档提问，得到原文里的答案和出处。
help-home = 存放所有内容的数据目录；默认是 YUANWEN_HOME，或你的用户数据文件夹。
help-language = 命令行的语言；默认按 LC_ALL、LC_MESSAGES 或 LANG，否则是英语。
help-version = 显示版本。
help-help = 显示这份帮助。
help-as-json = 在标准输出上只输出 JSON。
help-collection = 集合的名字。

help-add =
    把文件、文件夹和网页读进集合。

    文字：txt、md、html、pdf、docx、rtf、epub、eml；表格：xlsx、xls、ods、csv、tsv；幻灯片：pptx；扫描件和照片（需安装 ocr）：png、jpg、jpeg、webp、bmp、tif、tiff；zip；Telegram 导出的聊天：json。

    读完就可以提问；建向量时按 Ctrl-C，余下的留到下次。
help-add-paths = 文件、文件夹和网址。
help-add-watch = 一直跟随文件夹，直到按 Ctrl-C：里面添加、修改、删除什么，这里也一样。
help-add-wait = 等到向量全部建好，或只等到能按字词提问；其余的下次启动时接着建。
help-add-text-field = JSON Lines 里，每行哪个字段是正文。
help-add-title-field = ……哪个字段是标题。
help-add-date-field = ……哪个字段是发布日期。
help-add-source-field = ……哪个字段是要显示的来源，例如网址。
help-add-id-field = ……哪个字段能把各行区分开，这样改过的行会被替换。
help-remove = 移除文档，并从机器人记得的内容里抹去其中的文字。
help-remove-sources = 名字或路径，与 `list` 显示的一样。
help-list = 列出有哪些文档。
help-ask = 回答一个问题，或标准输入里的每一行。
help-ask-question = 不写时从标准输入每行读一个问题；在终端上则逐个询问。
help-ask-collection = 只在这个集合里找答案；可以重复。
help-ask-within = 只在叫这个名称的文档里找；可以重复。
help-ask-source = 只在这些来源里找：文件名、路径或其中一部分，也可以写 *.pdf；可以重复。
help-ask-since = 只在这一天（月、年）起发布的内容里找：2024、2024-03、2024-03-05、2024年3月。
help-ask-until = 只在到这一天（月、年）为止发布的内容里找。
help-ask-explain = 说明答案是怎样找到的；与 --json 同用时写到标准错误。
help-ask-page-image = 把答案所在的页面存为 PNG，标出答案。
help-chat = 在终端里对话提问。
help-bot = 运行 Telegram 机器人：长轮询，或使用设置好的 webhook。
help-playground = 不用 Telegram，在本机的网页上运行整个机器人。
help-playground-port = 网页的端口；默认 8100，或任一空闲端口。
help-playground-browser = 有屏幕时在浏览器里打开网页。
help-eval = 在 SQuAD JSON 上测量，指标与 CMRC 2018 评测一致。
help-eval-files = SQuAD JSON 文件。
help-eval-task = 测量什么。
help-eval-distractors = 为语料加入更多段落。
help-eval-declining = 允许不作答。
help-eval-search = --task retrieval 用哪种方式查找。
help-feedback = 用户对答案的评价，以及没有找到答案的问题。
help-feedback-export = 把评价和没有找到答案的问题写成 SQuAD JSON。
help-feedback-export-file = 要写的文件；不写则输出到标准输出。
help-feedback-export-only = 只写这类问题；可以重复。
help-feedback-export-force = 文件已存在时替换。
help-faq = 由你自己的话回答的问题。
help-faq-list = 列出所有问题和答复。
help-faq-export = 把所有问题和答复写成 CSV：问题、答案、日期。
help-faq-export-file = 要写的文件；没有它就写到标准输出。
help-faq-export-force = 文件已存在时替换它。
help-faq-import = 从 CSV 添加问题和答复：问题、答案、日期三列。
help-faq-import-file = CSV 文件。
help-backup = 把数据目录的全部内容写进一个文件；机器人可以照常运行。
help-backup-file = 要写的文件。
help-backup-force = 文件已存在时替换。
help-restore = 从备份恢复数据目录；其间不能有程序使用它。
help-restore-file = `yuanwen backup` 写的文件。
help-restore-force = 替换数据目录里已有的内容。
help-doctor = 检查数据目录、存储、机器人的记录、模型、索引和令牌。
help-doctor-repair = 重建可以重建的内容。
