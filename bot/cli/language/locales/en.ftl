### English. How to add a phrase or a language: docs/languages.md

## Words between others

list-comma = {", "}
prompt = {"Ask> "}

## Errors, in one line. $message: a sentence or more

error = Error: { $message }
# $command: such as `yuanwen add`
error-usage = Error: { $message } `{ $command } --help` shows how.
# $parameter: an argument or an option
usage-missing = { $parameter } is missing.
usage-value = { $parameter } cannot be that: { $message }
# $option: what was typed
usage-no-option = There is no option { $option }.
# $name: as it was typed
usage-no-command = There is no command { $name }.

## ask

ask-blank = The question is empty. Put it after the command, in quotes.
ask-nothing = Standard input holds no question. Give one a line, or one after the command.
# $encoding: such as UTF-8
ask-undecoded = The question is not text in { $encoding }. Set the terminal to that, or give the question on standard input.
# $number: of the line
ask-undecoded-line = Line { $number } is not text in { $encoding } and was left out. Convert it, for example with iconv.
ask-page-image = --page-image goes with a question after the command.
ask-date = { $value } is no date. Write it as 2024, 2024-03, 2024-03-05 or 2024年3月.
ask-dates-order = --since { $since } is after --until { $until }. Exchange them, or give only one.
answer-understood = Understood as: { $question }
answer-none = 没有找到 · No answer found
answer-within = Only in { $names }
answer-everywhere = Ask again without naming a document to look in all of them.
answer-since = Only in what was published since { DATETIME($since, dateStyle: "long") }
answer-until = Only in what was published until { DATETIME($until, dateStyle: "long") }
answer-between = Only in what was published from { DATETIME($since, dateStyle: "long") } to { DATETIME($until, dateStyle: "long") }
answer-any-time = What has no date was left out, too. Ask again without --since and --until to look at all times.
answer-foreign = The documents are in Chinese: please ask in Chinese.
# $place: title, file, date and page of a passage
answer-nearest = Closest: { $place }
answer-unsure = Not sure:{" "}
answer-one-of-several = You asked for more than one thing, and this may answer only one of them. Please ask for the rest separately.
answer-also = Also in: { $place }
answer-also-more = … { $count } in all
# $percent: a number
answer-recognised = Recognised in a picture, { $percent }% sure of the characters
answer-day = { DATETIME($day, dateStyle: "long") }
answer-faq = answered by the owner, { $day }
answer-page = p. { $page }
# $file: the picture. $source: the document
page-written = { $file }: page { $page } of { $source }.
page-unmarked = { $file }: page { $page } of { $source }; the words of the answer were not found on it.
page-no-answer = There is no answer, so no page was written to { $file }.

## ask --explain

explain-searched = Searched: { $question }
explain-passage = passage
explain-words = words
explain-vectors = vectors
explain-fusion = fusion
explain-reading = reading
explain-decision = decision
explain-total = total
explain-missing = lacks
explain-read = read
explain-unread = not read
# Percentages, milliseconds, and the milliseconds of each step
explain-summary = Answers from a confidence of { $unsure }, sure from { $sure }. Took { $took } ms: getting ready { $ready }, { $steps }

## chat

# $names: titles of documents
chat-welcome = Looking for answers in { $count ->
    [one] one document
   *[other] { $count } documents
}: { $names }
chat-welcome-more = Looking for answers in { $count } documents: { $names } and others
chat-sample = This is the sample that comes along. You can ask:
chat-sample-add = `yuanwen add FILE…` puts your own documents in its place.
chat-embedding = { $count } passages are still being embedded; until then only their words find them.
chat-how = Just ask; /in NAME looks in one document only; /help tells the commands; Ctrl-D leaves.
# /help, or another word behind a slash
chat-commands = Just ask, or: /in NAME looks in one document only, /in lifts that; /docs tells the documents; /quit or Ctrl-D leaves.
chat-unknown-command = There is no such command.
chat-several = Up to { $count } questions are answered at a time; please ask the rest again.
chat-courtesy = Hello! Just ask what you want to know of the documents.
chat-thanked = You are welcome. Just ask whatever else you want to know.
chat-self = This is Yuanwen: it finds the exact words of your documents that answer a question, with where they stand, or says that it found none.
chat-documents = { $count ->
    [0] There are no documents yet.
    [one] One document can be asked: { $names }
   *[other] { $count } documents can be asked: { $names }
}
chat-in-kept = From now on only in { $names }; /in lifts that.
chat-in-lifted = In all documents.
chat-in-gone = { $names } is gone or has been replaced; looking in all documents again.
chat-in-several = Several documents have that name; please write more of it:
chat-in-unknown = No document has that name.
chat-in-nearest = No document has that name. The nearest are:
chat-bye = Good-bye.

## playground

# $address: the address of the page
playground-at = The playground is at { $address } (Ctrl-C ends it).
playground-failed = The bot cannot answer: { $message }

## add, remove, list

add-reading = Reading
add-recognising = Recognising
embedding = Embedding
measuring = Measuring
add-instead = Files of this kind cannot be read; save this one as { $suffix }.
add-packed = Files of this kind cannot be read; pack this one as { $suffix }.
add-passages = { $count ->
    [one] 1 passage
   *[other] { $count } passages
}
# Documents in the lines of a file
add-lines-added = { $count ->
    [one] 1 document added
   *[other] { $count } documents added
}
add-lines-replaced = { $count } replaced
add-lines-unchanged = { $count } unchanged
add-lines-removed = { $count } removed
add-lines-failed = { $count ->
    [one] 1 line failed
   *[other] { $count } lines failed
}
add-line-failed = { $source }, line { $line }: { $reason }.
add-lines-failed-more = { $source }: { $count } more lines failed.
# $what: one of the next three. $place: its pages, or the file in it
add-omitted = { $source }: { $what }: { $place }.
add-omitted-scanned = pages that are pictures, and were not read
add-omitted-unrecognised = pages that are pictures in which no text was recognised
add-omitted-unmapped = pages with fonts that do not say which characters they show; those words were not read
add-omitted-part = a file in it that was not read
add-gone = { $source } is kept, but its file is gone; `yuanwen remove` takes it out.
add-ready = The documents can be asked now.
# $lacking: see the next ones
add-embedding-stopped = Stopped, and all is kept. { $lacking } The next start of `add`, `chat`, `bot` or `playground` goes on.
# $kept: a number
add-stopped = Stopped. { $kept ->
    [0] No file is kept yet.
    [one] 1 file is kept.
   *[other] { $kept } files are kept.
}
add-stopped-reading = Being read, and not kept: { $names }.
add-stopped-waiting = { $count ->
    [one] 1 more was not begun.
   *[other] { $count } more were not begun.
}
add-stopped-next = The next `yuanwen add` of the same goes on with these.
lacking = { $missing } of { $total } passages are still to be embedded; until then only their words find them.
lacking-time = { $missing } of { $total } passages are still to be embedded ({ $time }); until then only their words find them.
time-seconds = about { $count } s
time-minutes = about { $count } min
list-collection = collection
list-source = source
list-title = title
list-articles = articles
list-passages = passages

## add --watch

watch-no-folder = { $path } is no folder. --watch follows folders; add files and pages without it.
watch-folder-gone = { $folder } is no longer there. What was read from it is kept; start again once it is back.
watch-empty = { $folder } is empty; what was read from it before is kept. `yuanwen remove` takes it out.
watch-watching = Watching { $folders }. Ctrl-C ends it.
watch-refused = The system does not watch the folder ({ $message }). Add it without --watch.
watch-ended = Stopped watching; all is kept.

## feedback, backup, restore

feedback-json = --json goes with a FILE: without one, standard output is what would be in it.
feedback-none = { $home } holds no votes.
# $file: where they would be
feedback-no-bot = { $file } is not there: no bot has run in this home.
# $homes: each with its number of votes
feedback-elsewhere = These homes hold votes: { $homes }. Choose one with --home.
feedback-nowhere = The homes beside it, that of YUANWEN_HOME and the default one hold none either. Choose another --home.
feedback-written = { $file }: { $answerable } answerable, { $impossible } impossible, { $unanswered } unanswered
faq-none = There are no questions yet. Add some by `yuanwen faq import FILE.csv`, or in Telegram by /faq as an owner.
faq-written = { $file }: { $count ->
    [one] one entry
   *[other] { $count } entries
}
faq-imported = { $file }: { $added } added, { $replaced } replaced, { $unchanged } unchanged
file-there = { $file } is there already. Choose another name, or replace it with --force.
# $reason: of the system
file-unwritable = { $file } cannot be written: { $reason }. Check the folder and the space left.
# $size: a number
backup-written = { $file }: { $size } MB
backup-restored = { $home }: { $documents } documents, { $passages } passages

## doctor

doctor-store = { $documents } documents, { $passages } passages
# $place: of a database
doctor-database = { $store }, in { $place }
doctor-database-wrong = { $place } cannot serve as it is ({ $problem }): ask whoever runs PostgreSQL, or restore a dump of pg_dump.
# $problem: of SQLite
doctor-store-damaged = { $home } is damaged ({ $problem }): restore a backup, or move it away and add the documents again.
# $questions: how many the bot was ever asked
doctor-state = { $questions } questions asked so far
doctor-no-state = nothing yet: the bot has not run on this home
doctor-state-damaged = { $file } is damaged ({ $problem }): stop the bot, and restore a backup, or move the file away, with the -wal and -shm files beside it. The bot then starts without its chats' settings, questions and votes.
doctor-encoder = { $name }, { $dimension } dimensions
# $name: of a model. $unsure, $sure: confidences
doctor-reader = { $name }, answers from a confidence of { $unsure }, sure from { $sure }
doctor-reader-borrowed = { $name }, answers from a confidence of { $unsure }, sure from { $sure }, which was fitted for the one that ships
doctor-reader-shipped = the one that ships
doctor-embedded = caught up with the store
doctor-rebuilt = rebuilt from the store
doctor-no-index = not there yet: it is made at the first question
# $files: names of files
doctor-index-damaged = { $files } is damaged: `yuanwen doctor --repair` makes it anew from the store, and so does the next question
doctor-changed = catching up: documents have changed since; the next question takes that in, or --repair now
doctor-behind = catching up: { $done } of { $total } passages are embedded; `add`, `chat`, `bot` and `playground` go on, or --repair now
doctor-behind-time = catching up: { $done } of { $total } passages are embedded, { $time } left; `add`, `chat`, `bot` and `playground` go on, or --repair now
doctor-index = both indexes hold the store's { $total } passages
doctor-index-many = both indexes hold the store's { $total } passages; by meaning, a question is compared with the nearest { $compared } of them
doctor-place = { $detail } (Milvus at { $place })
doctor-other-encoder = catching up: the vectors are those of another encoder, { $name }; all passages are embedded anew from the next question on, or with --repair now
doctor-no-token = TELEGRAM_BOT_TOKEN is not set: only the terminal works
doctor-token = TELEGRAM_BOT_TOKEN is set

## eval

# $files: their names
eval-no-question = { $files }: there is no question to measure on.

## Help: of commands, of their parameters, and what frames it

help-title-usage = Usage:
help-title-arguments = Arguments
help-title-options = Options
help-title-commands = Commands
help-title-required = required
help-title-default = default

help-yuanwen = Ask your own Chinese documents; get the exact words that answer, and where they stand.
help-home = Where everything is kept; default: YUANWEN_HOME, or your data folder.
help-language = What the command line speaks; default: as LC_ALL, LC_MESSAGES or LANG say, else English.
help-version = Print the version and end.
help-help = Show this and end.
help-as-json = Print JSON on standard output, and nothing else there.
help-collection = Name of the collection.

help-add =
    Read files, folders and web pages into a collection.

    Text: txt, md, html, pdf, docx, rtf, epub, eml; tables: xlsx, xls, ods, csv, tsv; slides: pptx; scans and photos, with the extra ocr: png, jpg, jpeg, webp, bmp, tif, tiff; zip; chats exported by Telegram: json.

    They can be asked at once; Ctrl-C while they are embedded leaves the rest to the next start.
help-add-paths = Files, folders, and addresses of web pages.
help-add-watch = Follow the folders until Ctrl-C: what is added, changed or removed in them, is so here.
help-add-wait = Wait until all is embedded, or only until it can be asked by its words; the next start embeds the rest.
help-add-text-field = In JSON Lines, the field of a line that holds its text.
help-add-title-field = … its title.
help-add-date-field = … the day of its publication.
help-add-source-field = … the source that is shown, such as an address.
help-add-id-field = … what tells it from other lines, so that it is replaced where it changed.
help-remove = Take documents out, and their words out of what the bot remembers.
help-remove-sources = Names or paths, as `list` shows them.
help-list = Show which documents there are.
help-ask = Answer a question, or every line of standard input.
help-ask-question = Without it: one question a line from standard input; on a terminal, a prompt.
help-ask-collection = Answer from this collection; may be repeated.
help-ask-within = Answer from the document of this name only; may be repeated.
help-ask-source = Answer from these sources only: a file name, a path or a part of either, or a pattern such as *.pdf; may be repeated.
help-ask-since = Answer from what was published on this day (month, year) or later only: 2024, 2024-03, 2024-03-05, 2024年3月.
help-ask-until = Answer from what was published on this day (month, year) or before only.
help-ask-explain = Show how the answer was found; with --json on standard error.
help-ask-page-image = Write the page that the answer stands on as a PNG, its words marked.
help-chat = Ask in a conversation in the terminal.
help-bot = Run the Telegram bot: long polling, or a webhook where one is configured.
help-playground = Run the whole bot in a chat page of this machine, without Telegram.
help-playground-port = Where the page is; default: 8100, or any free one.
help-playground-browser = Open the page in a browser, where there is a screen.
help-eval = Measure on SQuAD JSON, with the metric of the CMRC 2018 shared task.
help-eval-files = SQuAD JSON files.
help-eval-task = What to measure.
help-eval-distractors = More passages for the corpus.
help-eval-declining = Let the engine decline.
help-eval-search = How to search, for --task retrieval.
help-feedback = What users said of answers, and what found none.
help-feedback-export = Write votes and unanswered questions as SQuAD JSON.
help-feedback-export-file = The file to write; without it, standard output.
help-feedback-export-only = Write these questions only; may be repeated.
help-feedback-export-force = Replace the file if it is there.
help-faq = Questions with answers in your own words.
help-faq-list = Show all questions with their answers.
help-faq-export = Write all questions and answers as CSV: question, answer, date.
help-faq-export-file = The file to write; without it, standard output.
help-faq-export-force = Replace the file if it is there.
help-faq-import = Add questions and answers from CSV: columns question, answer, date (问题, 答案, 日期).
help-faq-import-file = A CSV file.
help-backup = Write all that the home holds into one file; the bot may run meanwhile.
help-backup-file = The file to write.
help-backup-force = Replace the file if it is there.
help-restore = Make the home of a backup; nothing may use it meanwhile.
help-restore-file = What `yuanwen backup` wrote.
help-restore-force = Replace what the home holds.
help-doctor = Check home, store, state, models, index and token.
help-doctor-repair = Rebuild what can be rebuilt.
