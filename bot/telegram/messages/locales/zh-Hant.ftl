### Traditional Chinese, as it is written and said in Taiwan. How to add a phrase: docs/languages.md

language-name = 繁體中文

## The menu of commands: plain text

command-ask = 發問：/ask 問題
command-in = 只問一份文件：/in 名稱
command-help = 使用說明
command-language = 語言 Language
command-add = 加入文件：用 /add 回覆檔案或文字
command-docs = 有哪些文件
command-settings = 群組設定（管理員）
command-start = 開始
command-forget = 刪除我的資料
command-stats = 統計（管理員）
command-unanswered = 找不到答案的問題（管理員）
command-faq = 常見問題：用自己的話答（管理員）

## Greeting and help. $bot: the bot's own username, without @

welcome =
    你好！直接把問題傳給我，我會從文件中找出能回答的<b>原句</b>，連同所在段落和出處一併附上。
    找不到就會告訴你找不到，絕不杜撰。

    { ways }
# Added to it where documents are taken
welcome-documents = · 你自己的文件：把檔案傳給我，就可以問裡面的內容，只有你問得到

usage =
    <b>如何發問</b>
    · 私訊：直接傳問題，例如：基金總規模是多少？
    { ways }
    · 只問一份文件：直接回覆那個檔案，或者傳 /in 名稱，再傳 /in 恢復；也可以寫成「在採購合約裡，違約金是多少」

    <b>如何看答案</b>
    先是答案，下方是它所在的段落（點開可看全文），最後是標題和檔名。所有文字都出自文件。按鈕可以翻看其他答案和上下文。

# Added to it where documents are taken. $kinds: suffixes
usage-documents =
    <b>你自己的文件</b>
    把檔案（{ $kinds }，最大 20 MB）傳給我，就可以問裡面的內容，只有你問得到；問題也可以直接寫在檔案的說明裡。幾張照片一起傳，算一份文件；一段文字，用 /add 回覆它，或傳 /add 加上文字；幾則訊息附上 /add 一起轉傳，也合成一份。群組管理員可以用 /add 回覆檔案，加入後群組成員都能問。/docs 檢視和刪除。

usage-more =
    <b>語言和你的資料</b>
    /language 切換語言 · /forget 刪除我記下的、關於你的一切

    <b>群組裡的隱私模式</b>
    Telegram 預設會開啟機器人的隱私模式：在群組裡我只看得到指令、標記我的訊息，以及對我的回覆。想讓我看到其他訊息，請到 @BotFather 用 /setprivacy 關閉後，再把我重新加入群組，或讓我擔任管理員；接著由管理員在 /settings 選擇。

# What else there is than a question in private
ways =
    · 追問：接著問就行，例如：首期呢？群組裡要回覆我的答案
    · 群組：輸入 /ask 加上問題，或標記我再加上問題
    · 任何聊天室：輸入 @{ $bot } 加上問題，選一個答案送出

how-to-ask =
    請在 /ask 後面寫上問題，例如：/ask 基金總規模是多少
    也可以用 /ask 回覆一則文字訊息，把那則訊息當成問題。

courtesy = 我在這裡。想知道文件裡的什麼，直接問就行。
thanked = 不客氣！還想知道什麼，接著問就行。

ready = 請直接把問題傳給我，寫得完整一點比較容易找到。

## What cannot be done

text-only = 我只看得懂文字。請把問題寫成一句話傳給我。
unknown-command = 沒有這個指令。直接把問題傳給我就可以了，用法請看 /help。
# /stats and the like, where the bot has no owner
no-owner = /stats、/unanswered、/faq 是管理員的指令，這裡還沒有管理員（試用頁裡也沒有）。要用它們：在 Telegram 上執行機器人，把你的編號寫進設定 YUANWEN_ADMINS。
trouble = 抱歉，剛才出了點狀況，沒能完成。請稍後再試一次。
# $id: the person's number, for the owner's settings
not-admitted = 這個機器人只回答指定的人。請把你的 Telegram 編號 <code>{ $id }</code> 傳給管理員。
too-many = 你問得太快了，請過 { $seconds } 秒再問。
# Once a minute; also plain text. $seconds: a number
too-fast = 你傳得太快了，有些沒來得及處理，請過 { $seconds } 秒再試。
old-button = 這個按鈕已經失效了。

## Answers: plain text, escaped as a whole where it goes into a message

# Put before the answer in a message that others see. $question: what was asked
asked = 問：{ $question }
# $day: when a document was published
published = { DATETIME($day, dateStyle: "long") }
# $page: a number
page = 第{ $page }頁
# $percent: how sure the recognition of the text is
recognised = 📷 辨識自圖片，辨識信賴度 { $percent }%
also-in = 同樣的答案也出現在：
# $count: in how many places, of which only some are named
more-places = 等 { $count } 處

not-found = 找不到答案
not-found-hint = 文件裡沒有能回答這個問題的原句。換個說法，或補上人名、地名、時間再試試看。
# The same, for a question in English about documents in Chinese; always said in English
not-found-english = 文件是中文的，請用中文發問，例如：基金總規模是多少？我只引用原句，不翻譯。
# Below that nothing was found, while a file of whoever asks is being read
not-found-reading = 你傳來的檔案還在讀，讀完以後可以再問一次。
# Below that nothing was found for a long text that asks nothing
not-found-keep = 這段話像是一份資料。要收進來，用 /add 回覆它；以後也可以直接傳 /add 加上文字。
nearest = 最接近的內容在：

# In front of an answer that may be wrong
unsure = 不太確定：

# Above an answer that is not the best. $number: which it is; $count: how many there are
other-answer = （第 { $number } 個可能的答案，共 { $count } 個）
# Above the answer to a follow-up. $question: what was searched for
understood = 理解為：{ $question }
# Above an answer to a question that asks for several things
one-of-several = 這裡問的不只一件事，可能只答到其中一件，其餘的請分開問。
# Below the answers to several questions of one message. $count: how many are answered
several-more = 一次最多答 { $count } 個問題，後面的請再問一次。
# Above an answer that was looked for in some documents only. $names: their titles
only-in = 只在{ $names }裡找
nearest-buttons = 最接近的段落，點按鈕看全文：
passage-gone = 這一段現在已經不在文件裡了。
# A notice: the passages around one were asked for, and there are none
no-context = 這一篇只有這一段，前後沒有別的。

## Buttons under answers: plain text, and the notices that pressing them shows

# $number: which answer comes next; $count: how many there are
button-others = 其他答案 { $number }/{ $count } ›
button-more-context = 上下文
button-less-context = 收起
# Shows the list of the nearest passages again
button-list = ‹ 回到列表
button-useful = 👍 有用
button-useless = 👎 沒用
# Copies the words of the answer
button-copy = 複製
# Asks the same in another chat, which the person chooses
button-forward = 轉傳到…
button-page = 看原頁
button-file = 原檔案
# Searches all documents, where only some were
button-everywhere = 🔍 在所有文件裡找
# Below the picture of a page; HTML, as all that follow
page-unmarked = 沒能在這一頁上找到並標出答案。
page-failed = 抱歉，這一頁沒能顯示出來。
original-lost = 沒能從 Telegram 取回原檔案，請把它再傳一次。
original-gone = 原檔案已經不在原來的地方了，沒法顯示原頁。
original-changed = 原檔案後來改過，頁面可能已經不同，沒法顯示原頁。請重新加入後再問。
# A notice: plain text
original-not-kept = 這份檔案是較早加入的，沒有留下取回它的辦法。把它再傳一次就可以了。
# Another notice: the document of an answer was removed
document-gone = 這份文件已經刪除，原檔也取不回來了。
voted = 謝謝，已記下。
turn-gone = 這則回答已經不在了，請再問一次。
suggestion-gone = 這個問題出自的文件已經不在了。

## 你是谁, 有哪些资料: what the bot is and what it can answer from

about-me = 我是<b>原文</b>。你發問，我從文件裡找出能回答的原句，連同所在段落和出處一併附上；找不到就會告訴你找不到，絕不杜撰。
# $names: the titles of some
about-documents = 現在能問 { $count } 份文件：{ $names }
about-no-documents = 現在還沒有文件。
about-try = 直接問裡面的內容就行：誰、什麼時候、在哪裡、多少錢……/docs 看全部，/help 看用法。

## /in: one document alone. $names: its title

scope-kept = 好的，接下來只在{ $names }裡找。傳 /in 恢復。
# A notice: plain text
scope-kept-notice = 好的，你接下來的問題只在這份文件裡找。
scope-lifted = 好的，接下來又在所有文件裡找。
scope-how = 現在是在所有文件裡找。要只問一份，傳 /in 加上名稱，例如：/in 採購合約；或者直接回覆那個檔案發問。/docs 看有哪些。
# $name: as it was typed. $count: how many documents it fits
scope-several = 名稱裡有「{ $name }」的文件有 { $count } 份，要問哪一份？
scope-unknown = 沒有叫「{ $name }」的文件。/docs 看有哪些。
scope-nearest = 沒有叫「{ $name }」的文件。名稱最接近的是：
scope-gone = 那份文件已經不在了，或者換成了新的一份，所以不再只問它。

## Inline queries: plain text

inline-title = 如何發問
inline-hint = 在 @{ $bot } 後面輸入問題，例如：@{ $bot } 基金總規模是多少
inline-button = 私訊我發問
# $answer: one that may be wrong, in a list of answers
inline-unsure = （不太確定）{ $answer }
inline-missing = 換個說法再試試，或點上方按鈕私訊問我
inline-missing-button = 找不到答案，改用私訊
# Above no results: the answer takes longer than people wait, and is there when they type on
inline-late = 還在找，點這裡私訊問我
inline-not-admitted = 這個機器人只回答指定的人

## /settings and groups. The buttons are plain text, and so is what people who are no group admins are told

hello-group =
    大家好！我會從文件中找出能回答問題的原句。
    · 輸入 /ask 加上問題，或 @{ $bot } 加上問題
    · 回覆我的答案就能繼續追問
    群組管理員可以用 /settings 選擇我什麼時候回答。
settings-private = 私訊裡只有語言可以選：/language
settings-admins-only = 這裡的設定只有群組管理員能更改。
settings-only-called =
    <b>群組設定</b>
    目前：叫我才回答（/ask、標記我、回覆我）。
settings-all =
    <b>群組設定</b>
    目前：聽到有把握的問題也會回答，不必叫我。
# Below that, where Telegram does not show the bot what is said
settings-privacy = 前提是我看得到群組的訊息：請到 @BotFather 關閉隱私模式後再把我重新加入群組，或讓我擔任管理員。
settings-changed = 已更改。
button-answer-all = 改為：有把握就回答
button-only-called = 改為：叫我才回答

## The choice of a language

language-menu = 想讓我說哪種語言？答案一律保留文件原文。
language-chosen = 好的，之後我會用繁體中文跟你說話。

## /forget. The question is a message, its buttons are plain text

forget-ask =
    <b>要刪除我記下的、關於你的一切嗎？</b>刪除後無法復原。
    · 你在任何地方問過的問題和我的回答
    · 你的評價
    · 你自己的文件（只有你問得到的那些）
    · 你選的語言

    群組和大家共用的文件會留下。Telegram 上的訊息也會留下，要由你自己在那邊刪除。
button-forget = 全部刪除
button-keep = 不刪
forget-not-yours = 只有輸入 /forget 的人才能選。
forget-kept = 好的，什麼都沒有刪。
forget-in-private = 你是以群組或頻道的名義發言，我看不出你是誰。請私訊傳 /forget 給我。
forgotten = 已經刪除，我這裡不再有關於你的任何東西。
# $count: a number, in each of these
forgotten-questions = · { $count } 個問題和回答
forgotten-votes = · { $count } 個評價
forgotten-documents = · { $count } 份文件
forgotten-language = · 你選的語言

## For owners: /stats and /unanswered

stats-title = <b>統計</b>
stats-today = 今天
# $count: how many days, today included
stats-days = 最近 { $count } 天
# $period: one of the two above. $share: of each hundred questions
stats-activity = <b>{ $period }</b>：{ $questions } 個問題 · { $share }% 有答案 · { $askers } 人
stats-quiet = <b>{ $period }</b>：沒有人發問
stats-total = <b>至今</b>：{ $questions } 個問題 · { $share }% 有答案
# $half, $most: milliseconds
stats-latency = 回答所需時間（{ $period }）：一半不超過 { $half } 毫秒，95% 不超過 { $most } 毫秒
stats-documents = 文件：{ $documents } 份，共 { $passages } 段
stats-votes = 評價：👍 { $useful } · 👎 { $useless }

unanswered-title = <b>找不到答案的問題</b>
# $day: when it was last asked. $count: how often
unanswered-row = { $number }. { $question } <i>{ $count ->
    [1] { "" }
   *[other] ×{ $count } ·{ " " }
}{ DATETIME($day, dateStyle: "short") }</i>
unanswered-none = 目前沒有找不到答案的問題。
button-newer = ‹ 較新的
button-older = 較舊的 ›
button-export = 連同評價匯出（SQuAD）
export-caption = 評價和找不到答案的問題，SQuAD 2.0 格式，可用於 yuanwen eval 和訓練。

## For owners: the questions that they answered, /faq

# $day: when the answer was given
faq-source = 常見問題（由管理者答覆，{ DATETIME($day, dateStyle: "long") }）
faq-title = <b>常見問題</b>（{ $count }）
faq-none = 還沒有。
# $number: which it is, from 1
faq-row = { $number }. <b>{ $question }</b>
    { $answer }
    <i>{ DATETIME($day, dateStyle: "short") }</i>
faq-how = 加一則：/faq 加上問題，例如 /faq 餐廳幾點開門；/unanswered 裡的問題可以直接答。一次加很多：傳一個 csv 檔（第一行：問題,答案,日期），說明裡寫 /faq。
# Above the question. $most: how many characters
faq-prompt = <b>回覆這則訊息</b>，寫下答案（最多 { $most } 字）。問題和你寫的原話所有人都會看到；問題裡有私事的，請取消，再用 /faq 換個說法來答。
# Below the question, before the answer that it has
faq-now = 現在的答案是：
faq-cancelled = 已取消，什麼都沒有改。
faq-added = <b>{ $question }</b>：答好了 ✓ 從現在起，問到它的人都會看到你的原話。
faq-changed = <b>{ $question }</b>：改好了 ✓ 從現在起用新的答案。
faq-unchanged = <b>{ $question }</b>：和原來的答案一樣，沒有變。
faq-no-answer = 這裡面沒有能當答案的文字。請再回覆上面那則訊息，用文字寫下答案（最多 { $most } 字）。
# $length: how many characters it has
faq-long-answer = 答案太長：{ $length } 字，最多 { $most } 字。請縮短後再回覆一次上面那則訊息。
faq-long-question = 問題太長，最多 { $most } 字。請用 /faq 加上短一些的問題。
faq-no-question = 請在 /faq 後面寫上問題，例如：/faq 餐廳幾點開門
# Above question and answer
faq-remove-question = 要刪除這一則嗎？刪除後就不會再用它回答。
# Notices: plain text
faq-question-gone = 這個問題已經不在了。可以用 /faq 加上問題來答。
button-answer = 答這個
button-change = 修改
button-cancel = 取消
# $count: how many people
button-faq-tell = 把答案傳給問過的 { $count } 人
faq-told = <b>{ $question }</b>：已傳給問過的 { $count } 人。
# To them, above the answer
faq-now-answered = 你問過的這個問題，現在有答案了：
button-faq-export = 匯出 csv
faq-export-caption = 常見問題，Excel 可以開啟。改好以後傳回來，說明裡寫 /faq：同一個問題會換成新的答案。
# $added, $replaced, $unchanged: how many
faq-imported = 匯入好了 ✓ 新增 { $added } 則，取代 { $replaced } 則，沒有變的 { $unchanged } 則。
faq-import-file = 請傳 csv 檔，最大 { $megabytes } MB。在 Excel 裡可以另存成 csv。
faq-import-columns = 什麼都沒有匯入：第一行裡沒有找到「問題」和「答案」兩欄。第一行請寫：問題,答案,日期
faq-import-faults = 什麼都沒有匯入，請改好下面幾行再傳一次：
# $line: its number in the file. $most: how many characters are allowed
faq-fault-no-question = 第 { $line } 行：沒有問題
faq-fault-long-question = 第 { $line } 行：問題太長，最多 { $most } 字
faq-fault-no-answer = 第 { $line } 行：沒有答案
faq-fault-long-answer = 第 { $line } 行：答案太長，最多 { $most } 字
faq-fault-date = 第 { $line } 行：日期看不懂，請寫成 2026-11-30 這樣
# $count: how many lines more
faq-more-faults = 還有 { $count } 行。

## Documents that people send. $name: the file; $title: what the document is called; $count: how many passages

# $kinds: suffixes
how-to-add = 把檔案（{ $kinds }，最大 20 MB）傳給我，就可以問裡面的內容，只有你問得到；問題也可以直接寫在檔案的說明裡。已經在這裡的檔案或文字訊息，用 /add 回覆它就能加入；一段文字也可以直接傳：/add 加上文字；轉傳幾則訊息時附上 /add，就合成一份；網頁用 /add 加網址。/docs 列出所有文件。
how-to-add-group = 群組管理員可以加入文件（{ $kinds }，最大 20 MB）：用 /add 回覆檔案或文字訊息，在傳送檔案時於說明寫上 @{ $bot }，或傳 /add 加上文字；網頁用 /add 加網址。加入後群組成員都能問。/docs 列出所有文件。
upload-where = <b>{ $name }</b>：要讓誰問得到？
button-public = 所有人
button-own = 只有我
# Several forwarded texts without /add. $count: how many
forwards-what = 收到轉傳來的 { $count } 則訊息。要合成一份資料供日後查問，還是當作問題來回答？（下次轉傳時附上 /add，我就直接加入。）
button-forwards-add = 加入資料
button-forwards-ask = 當作問題
forwards-asked = 好，我當作問題來回答。
# A notice: plain text
forwards-forgotten = 這些訊息我已經不記得了，請重新轉傳一次。
upload-not-allowed = 這裡只有群組管理員能加入文件。你可以私訊傳給我，只給自己問。
# $count: how many within an hour
upload-too-many = 文件傳得太快了：每人、每群一小時最多 { $count } 份。這一份和接著傳的還沒收，請過一陣子再傳一次。
upload-received = <b>{ $name }</b>：收到，下載中……
upload-reading = <b>{ $name }</b>：讀取中……
# $page of $count: numbers
upload-recognising = <b>{ $name }</b>：{ $count ->
    [1] 正在辨識文字
   *[other] 正在辨識第 { $page }/{ $count } 頁
}……
upload-indexing = <b>{ $name }</b>：{ passages }，正在建立索引……
# $count: a number
passages = { $count } 段
upload-added = <b>{ $name }</b>：已加入 ✓
    { in-it }
upload-replaced = <b>{ $name }</b>：已取代 ✓ 先前的那份不再使用。
    { in-it }
upload-unchanged = <b>{ $name }</b>：已經有了，內容沒有變。
    { in-it }
in-it = 《{ $title }》 · { passages }
upload-meaning-soon = 現在按原文裡的字詞就能找到；再過一會兒，換個說法也能找到。
# $minutes: how long it takes, a number
upload-meaning-later = 現在按原文裡的字詞就能找到；大約 { $minutes } 分鐘後，換個說法也能找到。
upload-next = 現在直接問就可以了：誰、什麼時候、在哪裡、多少錢……只有你問得到。/docs 檢視和刪除。
# $names: the title of the document that the chat is kept to
upload-next-kept = 不過這裡現在只在{ $names }裡找：要問新加的這份，直接回覆它；或者傳 /in，恢復在所有文件裡找。只有你問得到。/docs 檢視和刪除。
upload-next-group = 現在群組成員都能問：發 /ask 加上問題。/docs 檢視和刪除。
upload-next-public = 現在所有人都問得到它。/docs 檢視和刪除。
upload-unasked = 你隨檔案傳的問題因此沒有回答：照上面說的做好再傳一次，或者直接發問，我從已有的文件裡找。
album-forgotten = 這組照片我記不全了，請重新傳一次。

upload-none-taken = 這裡沒有開放加入文件。公開文件可以隨意問：/docs
upload-kind = <b>{ $name }</b>：這種檔案我讀不了。我能讀 { $kinds }，請另存成其中一種再傳。
# $suffix: of what it is to be saved as, .docx
upload-kind-instead = <b>{ $name }</b>：這種檔案我讀不了。請另存成 { $suffix } 再傳。
upload-kind-packed = <b>{ $name }</b>：這種檔案我讀不了。請改打包成 { $suffix } 再傳。
upload-size = <b>{ $name }</b>：太大了。一份最多 20 MB，內容也不能太多，請拆成幾份再傳。
upload-time = <b>{ $name }</b>：讀起來太費時間，已停止。請另存一份，或者拆成幾份再傳。
upload-memory = <b>{ $name }</b>：讀起來太佔記憶體，已停止。請另存一份，或者拆成幾份再傳。
upload-crash = <b>{ $name }</b>：讀到一半中斷了，檔案可能已損壞或結構特殊。請用原來的程式開啟，重新儲存後再傳。
# $count: how many documents a chat may have
upload-no-room = <b>{ $name }</b>：放不下了。這裡最多放 { $count } 份文件、總共大約一千萬字。請用 /docs 刪掉一份，再傳一次。
upload-lost = <b>{ $name }</b>：沒能從 Telegram 下載，請再傳一次。
upload-link-address = <b>{ $name }</b>：這個網址我打不開。網址要以 https:// 或 http:// 開頭，不能帶使用者名稱、密碼和連接埠。也可以把網頁存成檔案傳給我。
upload-link-site = <b>{ $name }</b>：那裡沒有公開的網站，請檢查網址。內部網路的網頁我不會去取，請存成檔案傳給我。
upload-link-failed = <b>{ $name }</b>：網站沒有給出這個網頁。請稍後再試，或用瀏覽器開啟，存成檔案傳給我。
upload-link-slow = <b>{ $name }</b>：網站太慢，沒有等到。請稍後再試，或把網頁存成檔案傳給我。
upload-link-kind = <b>{ $name }</b>：那裡的內容我讀不了。我能讀網頁和 { $kinds }。
upload-locked = <b>{ $name }</b>：有密碼，打不開。請存一份沒有密碼的再傳。
upload-scanned = <b>{ $name }</b>：都是圖片，沒有文字，這個機器人沒有裝文字辨識。請管理員執行 <code>pip install 'yuanwen[ocr]'</code> 後再傳一次。
upload-unmapped = <b>{ $name }</b>：字型裡沒有文字對照，取不出文字。請用原本的軟體重新匯出 PDF，或請管理員執行 <code>pip install 'yuanwen[ocr]'</code> 裝上文字辨識後再傳一次。
upload-pages-scanned = ⚠️ 有幾頁是圖片，沒有讀到文字，不能據此回答：{ $pages }。
upload-pages-unmapped = ⚠️ 有幾頁的字型沒有文字對照，那些字沒有讀到：{ $pages }。
upload-pages-unrecognised = ⚠️ 有幾頁沒有認出文字：{ $pages }。若頁上有字，請在亮處正對著、靠近些重拍。
upload-files-unread = ⚠️ 裡面有些檔案沒能讀出來：{ $files }。
upload-empty = <b>{ $name }</b>：裡面找不到文字。
upload-unrecognised = <b>{ $name }</b>：沒有認出文字。請在亮處、正對著、靠近些再拍一張；掃描檔請掃得清楚些。
upload-encoding = <b>{ $name }</b>：認不出文字編碼，請另存成 UTF-8 再傳。
upload-damaged = <b>{ $name }</b>：檔案損毀、已加密，或內容與副檔名不符。請用原本的軟體開啟，重新存檔後再傳。
upload-failed = <b>{ $name }</b>：抱歉，我這邊出了狀況，沒能加入。請稍後再傳一次。

## /docs. The headings, buttons and notices are plain text

# $count: how many there are; $most: how many there may be
docs-own = 你的文件（{ $count }/{ $most }）
docs-own-none = 還沒有。把檔案傳給我，就可以問裡面的內容。
docs-group = 本群組的文件（{ $count }/{ $most }）
docs-group-none = 還沒有。群組管理員用 /add 回覆檔案就能加入。
docs-public = 公開文件（{ $count }）
docs-public-none = 還沒有。
# $question: one that the sample answers
docs-sample = 還沒有。在那之前，有一份範例可以試用：{ $name }，問問看：<code>{ $question }</code>
docs-remove-question = 要刪除 <b>{ $name }</b> 嗎？刪除後就不會再用它回答。
button-remove = 刪除
button-leave = 留著
docs-removed = 已刪除。
docs-gone = 它已經不在了。
docs-not-yours = 你不能刪除它。
