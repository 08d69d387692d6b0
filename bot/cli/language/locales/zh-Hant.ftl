### 繁體中文。怎樣加入句子或語言：docs/languages.md

## 詞句之間

list-comma = 、
prompt = {"問> "}

## 錯誤，一行說完。$message：一句或幾句話

error = 錯誤：{ $message }
# $command：如 `yuanwen add`
error-usage = 錯誤：{ $message } 用法請見 `{ $command } --help`。
# $parameter：參數或選項
usage-missing = 缺少 { $parameter }。
usage-value = { $parameter } 的值不對：{ $message }
# $option：輸入的內容
usage-no-option = 沒有 { $option } 這個選項。
# $name: as it was typed
usage-no-command = 沒有 { $name } 這個命令。

## ask

ask-blank = 問題是空的。請把問題寫在命令後面，加上引號。
ask-nothing = 標準輸入裡沒有問題。請每行寫一個，或者寫在命令後面。
# $encoding：如 UTF-8
ask-undecoded = 問題不是 { $encoding } 編碼的文字。請把終端機設為這種編碼，或者從標準輸入提問。
# $number：行號
ask-undecoded-line = 第 { $number } 行不是 { $encoding } 編碼的文字，已略過。請先轉換編碼，例如用 iconv。
ask-page-image = --page-image 要和寫在命令後面的問題一起用。
ask-date = 「{ $value }」不是日期。請寫成 2024、2024-03、2024-03-05 或 2024年3月。
ask-dates-order = --since { $since } 在 --until { $until } 之後。請對調，或只寫一個。
answer-understood = 理解為：{ $question }
answer-none = 沒有找到
answer-within = 只在{ $names }裡找
answer-everywhere = 不限定文件再問一次，就在所有文件裡找。
answer-since = 只在{ DATETIME($since, dateStyle: "long") }以來發布的文件裡找
answer-until = 只在{ DATETIME($until, dateStyle: "long") }及以前發布的文件裡找
answer-between = 只在{ DATETIME($since, dateStyle: "long") }至{ DATETIME($until, dateStyle: "long") }發布的文件裡找
answer-any-time = 沒有日期的文件也不在內；不寫 --since 和 --until 再問一次，就不限時間。
answer-foreign = 文件是中文的，請用中文提問（please ask in Chinese）。
# $place：段落的標題、檔案、日期和頁碼
answer-nearest = 最接近：{ $place }
answer-unsure = 不太確定：
answer-one-of-several = 這裡問的不只一件事，可能只答到其中一件，其餘的請分開問。
answer-also = 也見於：{ $place }
answer-also-more = 等 { $count } 處
# $percent：數字
answer-recognised = 辨識自圖片，辨識信賴度 { $percent }%
answer-day = { DATETIME($day, dateStyle: "long") }
answer-faq = 由管理者答覆，{ $day }
answer-page = 第{ $page }頁
# $file：圖片；$source：文件
page-written = { $file }：{ $source } 第{ $page }頁。
page-unmarked = { $file }：{ $source } 第{ $page }頁；頁面上找不到答案的原句，未作標記。
page-no-answer = 沒有答案，所以沒有寫 { $file }。

## ask --explain

explain-searched = 查找：{ $question }
explain-passage = 段落
explain-words = 按詞
explain-vectors = 按向量
explain-fusion = 合併
explain-reading = 閱讀
explain-decision = 判斷
explain-total = 合計
explain-missing = 缺少
explain-read = 讀到
explain-unread = 未讀
# 百分數、毫秒數，以及每一步的毫秒數
explain-summary = 把握達到 { $unsure } 才作答，達到 { $sure } 才算確定。用時 { $took } 毫秒：準備 { $ready }、{ $steps }

## chat

# $names：文件的標題
chat-welcome = 原文 在 { $count } 份文件裡找答案：{ $names }
chat-welcome-more = 原文 在 { $count } 份文件裡找答案：{ $names }等
chat-sample = 這是內附的範例，可以問：
chat-sample-add = 用 `yuanwen add 檔案…` 換成你自己的文件。
chat-embedding = 還有 { $count } 段正在背景建向量，暫時只按字詞查找。
chat-how = 直接提問；/in 名稱 只在一份文件裡找；/help 有哪些指令；按 Ctrl-D 離開。
# /help, or another word behind a slash
chat-commands = 可以直接提問，或者：/in 名稱 只在一份文件裡找，/in 恢復；/docs 有哪些文件；/quit 或 Ctrl-D 離開。
chat-unknown-command = 沒有這個指令。
chat-several = 一次最多答 { $count } 個問題，後面的請再問一次。
chat-courtesy = 我在這兒。想知道文件裡的什麼，直接問就行。
chat-thanked = 不客氣！還想知道什麼，接著問就行。
chat-self = 我是原文：從你的文件裡找出能回答問題的原話，連同出處一起給你；找不到就說沒有找到。
chat-documents = { $count ->
    [0] 現在還沒有文件。
   *[other] 現在能問 { $count } 份文件：{ $names }
}
chat-in-kept = 接下來只在{ $names }裡找；/in 恢復。
chat-in-lifted = 在所有文件裡找。
chat-in-gone = { $names }已經不在了，或者換成了新的一份；又在所有文件裡找。
chat-in-several = 有幾份文件叫這個名稱，請寫得完整一些：
chat-in-unknown = 沒有叫這個名稱的文件。
chat-in-nearest = 沒有叫這個名稱的文件。最接近的是：
chat-bye = 再見。

## playground

# $address：網頁的位址
playground-at = 試用頁在 { $address } （按 Ctrl-C 結束）。
playground-failed = 機器人沒辦法回答：{ $message }

## add、remove、list

add-reading = 讀取
add-recognising = 辨識
embedding = 建向量
measuring = 測量
add-instead = 這種檔案讀不了；請另存成 { $suffix }。
add-packed = 這種檔案讀不了；請改打包成 { $suffix }。
add-passages = { $count } 段
# 檔案裡一行一篇文件
add-lines-added = 新增 { $count } 篇
add-lines-replaced = 取代 { $count } 篇
add-lines-unchanged = { $count } 篇沒有變
add-lines-removed = 移除 { $count } 篇
add-lines-failed = { $count } 行讀不了
add-line-failed = { $source } 第 { $line } 行：{ $reason }。
add-lines-failed-more = { $source }：還有 { $count } 行讀不了。
# $what：下面三句之一；$place：頁碼，或其中的檔案
add-omitted = { $source }：{ $what }：{ $place }。
add-omitted-scanned = 以下頁面是圖片，未讀取
add-omitted-unrecognised = 以下頁面是圖片，沒有認出文字
add-omitted-unmapped = 以下頁面的字型沒有註明是哪些字，這些字未讀取
add-omitted-part = 其中有檔案未讀取
add-gone = { $source } 仍保留，但它的檔案已不在原處；用 `yuanwen remove` 移除。
add-ready = 文件現在就可以提問了。
# $lacking：見下
add-embedding-stopped = 已停止，內容都已保留。{ $lacking }下次執行 `add`、`chat`、`bot` 或 `playground` 時會接著做。
# $kept：數字
add-stopped = 已停止。{ $kept ->
    [0] 還沒有保留任何檔案。
   *[other] 已保留 { $kept } 個檔案。
}
add-stopped-reading = 正在讀、沒有保留：{ $names }。
add-stopped-waiting = 還有 { $count } 個沒有開始。
add-stopped-next = 下次用 `yuanwen add` 加入同樣的內容，會從這裡接著做。
lacking = { $total } 段裡還有 { $missing } 段要建向量，在那之前只按字詞查找。
lacking-time = { $total } 段裡還有 { $missing } 段要建向量（{ $time }），在那之前只按字詞查找。
time-seconds = 約 { $count } 秒
time-minutes = 約 { $count } 分鐘
list-collection = 集合
list-source = 來源
list-title = 標題
list-articles = 篇數
list-passages = 段數

## add --watch

watch-no-folder = { $path } 不是資料夾。--watch 只跟隨資料夾；檔案和網頁請不加它來加入。
watch-folder-gone = { $folder } 已不在原處。從它讀取的內容都保留；等它回來再重新開始。
watch-empty = { $folder } 是空的；以前從它讀取的內容都保留，可用 `yuanwen remove` 移除。
watch-watching = 正在跟隨 { $folders }。按 Ctrl-C 結束。
watch-refused = 系統無法跟隨這個資料夾（{ $message }）。請不加 --watch 來加入。
watch-ended = 已停止跟隨，內容都已保留。

## feedback、backup、restore

feedback-json = --json 要和 FILE 一起用：沒有 FILE 時，標準輸出就是檔案的內容。
feedback-none = { $home } 裡沒有評價。
# $file：評價本應在的地方
feedback-no-bot = { $file } 不存在：這個資料目錄裡沒有執行過機器人。
# $homes：各自帶有評價數
feedback-elsewhere = 這些資料目錄裡有評價：{ $homes }。請用 --home 選擇。
feedback-nowhere = 旁邊的、YUANWEN_HOME 指定的和預設的資料目錄裡也沒有。請用 --home 另選一個。
feedback-written = { $file }：可以回答 { $answerable } 個，不能回答 { $impossible } 個，找不到答案 { $unanswered } 個
faq-none = 還沒有常見問題。用 `yuanwen faq import 檔案.csv` 新增，或由管理員在 Telegram 裡用 /faq。
faq-written = { $file }：{ $count } 條
faq-imported = { $file }：新增 { $added } 條，取代 { $replaced } 條，未變 { $unchanged } 條
file-there = { $file } 已經存在。請換個名字，或用 --force 取代。
# $reason：系統給出的原因
file-unwritable = { $file } 無法寫入：{ $reason }。請檢查資料夾和剩餘空間。
# $size：數字
backup-written = { $file }：{ $size } MB
backup-restored = { $home }：{ $documents } 份文件，{ $passages } 段

## doctor

doctor-store = { $documents } 份文件，{ $passages } 段
# $place：資料庫的位置
doctor-database = { $store }，在 { $place }
doctor-database-wrong = { $place } 現在不能用（{ $problem }）：請找管理 PostgreSQL 的人，或還原 pg_dump 的傾印。
# $problem：SQLite 給出的問題
doctor-store-damaged = { $home } 已損壞（{ $problem }）：請還原備份，或把它移開，重新加入文件。
# $questions：機器人被問過的問題數
doctor-state = 一共問過 { $questions } 個問題
doctor-no-state = 還沒有記錄：機器人還沒用這個資料目錄執行過
doctor-state-damaged = { $file } 已損壞（{ $problem }）：請停下機器人，還原備份；或把這個檔案連同旁邊的 -wal、-shm 移開，機器人會重新開始，聊天的設定、問過的問題和評價就沒有了。
doctor-encoder = { $name }，{ $dimension } 維
# $name：模型；$unsure、$sure：把握
doctor-reader = { $name }，把握達到 { $unsure } 才作答，達到 { $sure } 才算確定
doctor-reader-borrowed = { $name }，把握達到 { $unsure } 才作答，達到 { $sure } 才算確定，這是按內附的模型定的
doctor-reader-shipped = 內附的模型
doctor-embedded = 已跟上儲存的內容
doctor-rebuilt = 已按儲存的內容重建
doctor-no-index = 還沒有：第一次提問時會建立
# $files：檔名
doctor-index-damaged = { $files } 已損壞：`yuanwen doctor --repair` 會按儲存的內容重建，下次提問時也會
doctor-changed = 正在趕上：文件有變動；下次提問時會跟上，或現在用 --repair
doctor-behind = 正在趕上：{ $total } 段裡已有 { $done } 段建好向量；`add`、`chat`、`bot`、`playground` 會接著做，或現在用 --repair
doctor-behind-time = 正在趕上：{ $total } 段裡已有 { $done } 段建好向量，還需{ $time }；`add`、`chat`、`bot`、`playground` 會接著做，或現在用 --repair
doctor-index = 兩個索引都有儲存的全部 { $total } 段
doctor-index-many = 兩個索引都有儲存的全部 { $total } 段；按意思查找時，每個問題只與最近的 { $compared } 段比較
doctor-place = { $detail }（Milvus：{ $place }）
doctor-other-encoder = 正在趕上：向量是另一個編碼模型 { $name } 的；下次提問時開始全部重建，或現在用 --repair
doctor-no-token = 沒有設定 TELEGRAM_BOT_TOKEN：只能在終端機裡用
doctor-token = 已設定 TELEGRAM_BOT_TOKEN

## eval

# $files：檔名
eval-no-question = { $files }：裡面沒有可以測量的問題。

## 錯誤的原因。英語用錯誤自己的句子，所以 en.ftl 裡沒有

unreadable-kind = 這種檔案讀不了；支援的格式請見 `yuanwen add --help`。
unreadable-missing = 檔案不存在、打不開，或者不是檔案。請檢查路徑和權限。
unreadable-too-large = 內容太多，超過了一份文件的上限；請分成幾份。
unreadable-out-of-time = 讀取時間太長；請另存一次，或分成幾份。
unreadable-out-of-memory = 讀取需要的記憶體太多；請另存一次，或分成幾份。
unreadable-crashed = 讀取時程式被它弄當了：檔案已損壞或太耗記憶體；請用原來的程式開啟，另存一次。
unreadable-locked = 有密碼保護；請移除密碼後再加入。
unreadable-scanned = 頁面都是圖片，沒有文字；請先辨識文字，或安裝 ocr：pip install 'yuanwen[ocr]'。
unreadable-unrecognised = 圖片裡沒有認出文字；請拍得更亮、更正、更近一些，再加入一次。
unreadable-unmapped = 字型沒有註明是哪些字，讀不出文字；請用原檔重新匯出。
unreadable-empty = 裡面沒有可以用來回答的文字。
unreadable-encoding = 文字的編碼無法辨識；請另存為 UTF-8。
unreadable-damaged = 檔案已損壞，或與檔名的類型不符；請另存一次。
unshown-kind = 這種檔案沒有可以顯示的頁面；PDF 檔案可以。
unshown-removed = 這份文件已被移除或取代。請重新提問。
unshown-elsewhere = 原檔不在這部機器上，無法顯示頁面。
unshown-gone = 原檔已不在原處，無法顯示頁面；請從現在的位置用 `yuanwen add` 加入。
unshown-changed = 原檔在加入之後改過，頁面可能已經不同。請重新加入，再提問。
unshown-too-large = 原檔太大，不顯示頁面。
unshown-failed = 這一頁無法顯示。
unfetched-address = 這不是可以讀取的網址：要以 https:// 或 http:// 開頭，不帶使用者名稱和密碼。
unfetched-host = 這個位址沒有公開的網站；請檢查網址。自己網路裡的網頁請先存檔，再加入檔案。
unfetched-failed = 網站沒有給出這個網頁；請檢查網址，或在瀏覽器裡開啟、存檔後加入檔案。
unfetched-redirects = 網址轉來轉去，沒有到達網頁。請在瀏覽器裡開啟、存檔後加入檔案。
unfetched-size = 網站給出的內容太大。請分幾份存檔，再加入檔案。
unfetched-time = 網站太久沒有回應。請稍後再試，或存下網頁後加入檔案。
unfetched-kind = 網站給出的內容讀不了；支援的格式請見 `yuanwen add --help`。
# 下面每一句對應一個錯誤的 phrase，變數就是它的 values
failure-collection-name = 集合不能叫「{ $name }」。請用 --collection 另選一個名字。
failure-no-collection = 沒有「{ $name }」這個集合；已有的集合：{ $present }。
failure-no-document = 沒有叫「{ $name }」的文件。`yuanwen list` 會列出名字。
failure-no-source = 沒有來自「{ $name }」的文件。`yuanwen list` 會列出名字。
failure-several-documents = 「{ $name }」對應好幾份文件：{ $paths }。請寫出路徑，或加上 --collection。
failure-no-document-but = 沒有叫「{ $name }」的文件，最接近的是 { $nearest }。`yuanwen list` 會列出名字。
failure-several-names = 「{ $name }」對應好幾份文件：{ $names }。請寫得完整一些。
failure-home-unusable = { $home } 不能用作資料目錄：{ $reason }。請用 --home 另選一個。
failure-database-failed = { $place } 無法使用（{ $reason }）。請檢查 YUANWEN_DATABASE，並確認伺服器正在執行，而且這個使用者可以建立資料表。
failure-database-busy = 另一個行程正在修改 { $place }（{ $reason }）。請再試一次。
failure-database-packages = YUANWEN_DATABASE 還需要一些套件：pip install 'yuanwen[postgres]'。
failure-backup-elsewhere = 文件和機器人的紀錄都在 { $place }：請用 pg_dump 備份，用 pg_restore 還原。資料目錄裡只有索引，遺失了會重新建立。
failure-no-token = 沒有設定 TELEGRAM_BOT_TOKEN。請在 Telegram 上向 @BotFather 申請，寫進環境變數或 .env。沒有權杖時，可以用 `yuanwen playground` 在網頁裡試用機器人。
failure-token-form = TELEGRAM_BOT_TOKEN 不是 123456:ABC… 的形式；@BotFather 可以再次顯示它。
failure-token-unknown = Telegram 不認識這個權杖。請從 @BotFather 重新複製，寫進 TELEGRAM_BOT_TOKEN。
failure-token-revoked = Telegram 不再認識這個權杖：它被撤銷了，或者機器人已經刪除。請從 @BotFather 複製新的權杖，寫進 TELEGRAM_BOT_TOKEN，再重新啟動；問過的問題都還在。
failure-telegram-unreachable = 連不上 Telegram（{ $reason }）。請檢查網路，再試一次。
failure-webhook-refused = Telegram 不接受 YUANWEN_WEBHOOK_URL 裡的 webhook：{ $reason }。它必須是公開網路上的 https 位址，連接埠為 443、80、88 或 8443。
failure-file-there = { $file } 已經存在。請換個名字，或用 --force 取代。
failure-file-unreadable = { $file } 無法讀取：{ $reason }。請檢查路徑。
failure-backup-nothing = { $home } 裡沒有文件，沒有寫備份。請用 --home 另選一個。
failure-backup-newer = { $file } 是更新的版本寫的：請升級 yuanwen。
failure-backup-damaged = { $file } 已損壞，或不是資料目錄的備份。請另選一個。
failure-home-full = { $home } 裡已有文件。請用 --home 另選一個，或用 --force 取代。
failure-home-in-use = { $home } 正在使用：請停下機器人和其他命令，再試一次。
failure-eval-form = { $file } 不是 SQuAD JSON；要有 data[].paragraphs[]，其中有 context 和 qas[]。
failure-port-taken = 連接埠 { $port } 用不了（{ $reason }）。請用 --port 換一個，或不寫，用任一空閒的連接埠。
failure-index-form = YUANWEN_INDEX 應是 milvus: 後接一個以 .db 結尾的檔案，或 Milvus 伺服器的位址，例如 milvus:./index.db、milvus:http://localhost:19530。
failure-milvus-missing = YUANWEN_INDEX 要用 Milvus，但沒有安裝它的套件。請執行 pip install 'yuanwen[milvus]'。
failure-milvus-failed = 位於 { $place } 的 Milvus 沒有正常回應：{ $reason }。請確認它在執行，並檢查 YUANWEN_INDEX 中的位址。
failure-milvus-file = { $file } 不能作為 Milvus 的索引開啟：另一個行程正在使用它（同一時間只能有一個），或者它已損壞。請結束那個行程，或改用 Milvus 伺服器。
failure-milvus-encoder = 位於 { $place } 的 Milvus 現在存的是 { $other } 的向量，而這個行程用的是 { $encoder }。請讓所有行程使用同一個 YUANWEN_ENCODER。

## 說明：命令、參數，以及框架

help-title-usage = 用法：
help-title-arguments = 參數
help-title-options = 選項
help-title-commands = 命令
help-title-required = 必填
help-title-default = 預設

help-yuanwen = 向自己的中文文件提問，得到原文裡的答案和出處。
help-home = 存放所有內容的資料目錄；預設是 YUANWEN_HOME，或你的使用者資料夾。
help-language = 命令列的語言；預設按 LC_ALL、LC_MESSAGES 或 LANG，否則是英語。
help-version = 顯示版本。
help-help = 顯示這份說明。
help-as-json = 在標準輸出上只輸出 JSON。
help-collection = 集合的名字。

help-add =
    把檔案、資料夾和網頁讀進集合。

    文字：txt、md、html、pdf、docx、rtf、epub、eml；表格：xlsx、xls、ods、csv、tsv；投影片：pptx；掃描檔和照片（需安裝 ocr）：png、jpg、jpeg、webp、bmp、tif、tiff；zip；Telegram 匯出的聊天：json。

    讀完就可以提問；建向量時按 Ctrl-C，餘下的留到下次。
help-add-paths = 檔案、資料夾和網址。
help-add-watch = 一直跟隨資料夾，直到按 Ctrl-C：裡面加入、修改、刪除什麼，這裡也一樣。
help-add-wait = 等到向量全部建好，或只等到能按字詞提問；其餘的下次啟動時接著建。
help-add-text-field = JSON Lines 裡，每行哪個欄位是正文。
help-add-title-field = ……哪個欄位是標題。
help-add-date-field = ……哪個欄位是發布日期。
help-add-source-field = ……哪個欄位是要顯示的來源，例如網址。
help-add-id-field = ……哪個欄位能把各行區分開，這樣改過的行會被取代。
help-remove = 移除文件，並從機器人記得的內容裡抹去其中的文字。
help-remove-sources = 名字或路徑，與 `list` 顯示的一樣。
help-list = 列出有哪些文件。
help-ask = 回答一個問題，或標準輸入裡的每一行。
help-ask-question = 不寫時從標準輸入每行讀一個問題；在終端機上則逐個詢問。
help-ask-collection = 只在這個集合裡找答案；可以重複。
help-ask-within = 只在叫這個名稱的文件裡找；可以重複。
help-ask-source = 只在這些來源裡找：檔名、路徑或其中一部分，也可以寫 *.pdf；可以重複。
help-ask-since = 只在這一天（月、年）起發布的內容裡找：2024、2024-03、2024-03-05、2024年3月。
help-ask-until = 只在到這一天（月、年）為止發布的內容裡找。
help-ask-explain = 說明答案是怎樣找到的；與 --json 同用時寫到標準錯誤。
help-ask-page-image = 把答案所在的頁面存為 PNG，標出答案。
help-chat = 在終端機裡對話提問。
help-bot = 執行 Telegram 機器人：長輪詢，或使用設定好的 webhook。
help-playground = 不用 Telegram，在本機的網頁上執行整個機器人。
help-playground-port = 網頁的連接埠；預設 8100，或任一空閒的連接埠。
help-playground-browser = 有螢幕時在瀏覽器裡開啟網頁。
help-eval = 在 SQuAD JSON 上測量，指標與 CMRC 2018 評測一致。
help-eval-files = SQuAD JSON 檔案。
help-eval-task = 測量什麼。
help-eval-distractors = 為語料加入更多段落。
help-eval-declining = 允許不作答。
help-eval-search = --task retrieval 用哪種方式查找。
help-feedback = 使用者對答案的評價，以及找不到答案的問題。
help-feedback-export = 把評價和找不到答案的問題寫成 SQuAD JSON。
help-feedback-export-file = 要寫的檔案；不寫則輸出到標準輸出。
help-feedback-export-only = 只寫這類問題；可以重複。
help-feedback-export-force = 檔案已存在時取代。
help-faq = 由你自己的話回答的問題。
help-faq-list = 列出所有問題和答覆。
help-faq-export = 把所有問題和答覆寫成 CSV：問題、答案、日期。
help-faq-export-file = 要寫的檔案；沒有它就寫到標準輸出。
help-faq-export-force = 檔案已存在時取代它。
help-faq-import = 從 CSV 加入問題和答覆：問題、答案、日期三欄。
help-faq-import-file = CSV 檔案。
help-backup = 把資料目錄的全部內容寫進一個檔案；機器人可以照常執行。
help-backup-file = 要寫的檔案。
help-backup-force = 檔案已存在時取代。
help-restore = 從備份還原資料目錄；其間不能有程式使用它。
help-restore-file = `yuanwen backup` 寫的檔案。
help-restore-force = 取代資料目錄裡已有的內容。
help-doctor = 檢查資料目錄、儲存、機器人的記錄、模型、索引和權杖。
help-doctor-repair = 重建可以重建的內容。
