### English. How to add a phrase or a language: docs/languages.md

language-name = English

## The menu of commands: plain text

command-ask = Ask: /ask and your question
command-in = Ask one document: /in and its name
command-help = How to use me
command-language = Language · 语言
command-add = Add a document: reply to a file or text with /add
command-docs = Which documents there are
command-settings = Settings of this group (admins)
command-start = Start
command-forget = Delete my data
command-stats = Figures (owners)
command-unanswered = Questions without an answer (owners)
command-faq = FAQ: answers in your own words (owners)

## Greeting and help. $bot: the bot's own username, without @

welcome =
    Hi! Send me a question in Chinese. I look for the <b>exact words</b> in the documents that answer it, and show you the passage and where it comes from.
    If nothing answers it, I say so. I never make things up.

    { ways }
# Added to it where documents are taken
welcome-documents = · Your own documents: send me a file and ask about what is in it. Only you see answers from it

usage =
    <b>How to ask</b>
    · In a private chat: just send me the question, for example: 基金总规模是多少？
    { ways }
    · To ask one document alone: reply to its file, or send /in and its name, and /in again for all; or say so in the question: 在采购合同里，违约金是多少

    <b>How to read an answer</b>
    The answer comes first, then its passage (tap to see all of it), then title and file name. Every word of it is from the documents. Buttons show other answers and the context.

# Added to it where documents are taken. $kinds: suffixes
usage-documents =
    <b>Your own documents</b>
    Send me a file ({ $kinds }, up to 20 MB) and ask about what is in it, or put the question in its caption. Only you see answers from it. Photos sent together are one document, and so are messages forwarded with /add as the comment; a text is one by /add in reply to it, or /add and the text. Group admins can reply to a file with /add; then everyone in the group can ask. /docs lists and removes.

usage-more =
    <b>Language, and your data</b>
    /language · /forget deletes what I keep about you

    <b>Privacy mode in groups</b>
    Telegram keeps bots in privacy mode by default: in a group I see only commands, messages that mention me, and replies to me. To let me see the others, turn it off with /setprivacy at @BotFather and add me to the group again, or make me an admin; then a group admin chooses in /settings.

# What else there is than a question in private
ways =
    · To follow up: just ask on, for example: 首期呢？ In groups, reply to my answer with it
    · In groups: /ask and your question, or mention me with it
    · In any chat: type @{ $bot } and your question, then pick an answer to send

how-to-ask =
    Put your question after /ask, for example: /ask 基金总规模是多少
    Or reply to a text message with /ask to make that message the question.

courtesy = I’m here. Whatever you want to know from the documents, just ask.
thanked = You are welcome! Just ask whatever else you want to know.

ready = Send me your question. The more complete it is, the better I can find the answer.

## What cannot be done

text-only = I can only read text. Please send me your question as a sentence.
unknown-command = I don't know that command. Just send me your question, or see /help.
# /stats and the like, where the bot has no owner
no-owner = /stats, /unanswered and /faq are for the bot’s owner, and there is none here (nor in the playground). To use them, run the bot on Telegram with your number in the setting YUANWEN_ADMINS.
trouble = Sorry, something went wrong on my side. Please try again in a moment.
# $id: the person's number, for the owner's settings
not-admitted = I only answer certain people. Send your Telegram number <code>{ $id }</code> to whoever runs me.
too-many = That was a lot of questions. Please try again in { $seconds } s.
# Once a minute; also plain text. $seconds: a number
too-fast = That was too much at once, so I left some of it out. Please try again in { $seconds } s.
old-button = This button no longer works.

## Answers: plain text, escaped as a whole where it goes into a message

# Put before the answer in a message that others see. $question: what was asked
asked = Q: { $question }
# $day: when a document was published
published = { DATETIME($day, dateStyle: "long") }
# $page: a number
page = p. { $page }
# $percent: how sure the recognition of the text is
recognised = 📷 Recognised in a picture, { $percent }% sure of the characters
also-in = The same answer is in:
# $count: in how many places, of which only some are named
more-places = … { $count } in all

not-found = No answer found
not-found-hint = Nothing in the documents answers this. Try other words, or add a name, a place or a date.
# The same, for a question in English about documents in Chinese; always said in English
not-found-english = The documents here are in Chinese, and I answer with their exact words, so please ask me in Chinese, for example: 基金总规模是多少？
# Below that nothing was found, while a file of whoever asks is being read
not-found-reading = A file that you sent is still being read; ask again once it is.
# Below that nothing was found for a long text that asks nothing
not-found-keep = This looks like a text to keep. To add it, reply to it with /add; next time, /add and the text will do.
nearest = Closest matches:

# In front of an answer that may be wrong
unsure = Not sure:

# Above an answer that is not the best. $number: which it is; $count: how many there are
other-answer = (possible answer { $number } of { $count })
# Above the answer to a follow-up. $question: what was searched for
understood = Understood as: { $question }
# Above an answer to a question that asks for several things
one-of-several = You asked for more than one thing, and this may answer only one of them. Please ask for the rest separately.
# Below the answers to several questions of one message. $count: how many are answered
several-more = I answer { $count } questions at a time. Please ask the rest again.
# Above an answer that was looked for in some documents only. $names: their titles
only-in = Looked only in { $names }
nearest-buttons = Closest passages, tap a button to read one:
passage-gone = This passage is no longer in the documents.
# A notice: the passages around one were asked for, and there are none
no-context = There is nothing before or after this passage.

## Buttons under answers: plain text, and the notices that pressing them shows

# $number: which answer comes next; $count: how many there are
button-others = Other answers { $number }/{ $count } ›
button-more-context = Context
button-less-context = Less
# Shows the list of the nearest passages again
button-list = ‹ Back to the list
button-useful = 👍 Useful
button-useless = 👎 Not useful
# Copies the words of the answer
button-copy = Copy
# Asks the same in another chat, which the person chooses
button-forward = Send to…
button-page = Page
button-file = File
# Searches all documents, where only some were
button-everywhere = 🔍 Search all documents
# Below the picture of a page; HTML, as all that follow
page-unmarked = The answer was not found on this page, so nothing is marked.
page-failed = Sorry, this page could not be shown.
original-lost = The original file could not be fetched from Telegram. Please send it again.
original-gone = The original file is no longer where it was, so its page cannot be shown.
original-changed = The original file has changed since, so its page may be another one. Add it again, and ask again.
# A notice: plain text
original-not-kept = This file was added earlier, and nothing was kept to fetch it by. Send it once more.
# Another notice: the document of an answer was removed
document-gone = This document was removed, and its file cannot be sent any more.
voted = Thank you, noted.
turn-gone = This answer is no longer kept. Please ask again.
suggestion-gone = The document that this question is about is no longer here.

## 你是谁, 有哪些资料: what the bot is and what it can answer from

about-me = I am <b>Yuanwen 原文</b>. You ask in Chinese, and I find the exact words in the documents that answer, with their passage and where it comes from. If nothing answers, I say so; I never make things up.
# $names: the titles of some
about-documents = { $count ->
    [one] You can ask 1 document now: { $names }
   *[other] You can ask { $count } documents now: { $names }
}
about-no-documents = There are no documents yet.
about-try = Just ask what is in them: who, when, where, how much … /docs lists them all, /help tells more.

## /in: one document alone. $names: its title

scope-kept = OK, from now on I look only in { $names }. Send /in to go back to all.
# A notice: plain text
scope-kept-notice = OK, your questions are now asked of this document alone.
scope-lifted = OK, from now on I look in all documents again.
scope-how = I look in all documents now. To ask one alone, send /in and its name, for example /in 采购合同, or reply to its file. /docs lists them all.
# $name: as it was typed. $count: how many documents it fits
scope-several = { $count } documents have “{ $name }” in their name. Which one?
scope-unknown = No document is called “{ $name }”. /docs lists them all.
scope-nearest = No document is called “{ $name }”. The nearest names:
scope-gone = That document is gone, or a new one took its place, so I no longer look in it alone.

## Inline queries: plain text

inline-title = How to ask
inline-hint = Type your question after @{ $bot }, for example: @{ $bot } 基金总规模是多少
inline-button = Ask me in private
# $answer: one that may be wrong, in a list of answers
inline-unsure = (not sure) { $answer }
inline-missing = Try other words, or tap the button above to ask me in private
inline-missing-button = No answer found. Ask me in private
# Above no results: the answer takes longer than people wait, and is there when they type on
inline-late = Still looking. Tap to ask me in private
inline-not-admitted = I only answer certain people

## /settings and groups. The buttons are plain text, and so is what people who are no group admins are told

hello-group =
    Hi all! I find the exact words in the documents that answer your questions.
    · Send /ask and your question, or @{ $bot } and your question
    · Reply to one of my answers to follow it up
    Group admins choose with /settings when I answer.
settings-private = In private there is only the language to choose: /language
settings-admins-only = Only this group's admins can change its settings.
settings-only-called =
    <b>Settings of this group</b>
    Now: I answer only when called (/ask, a mention, a reply to me).
settings-all =
    <b>Settings of this group</b>
    Now: I also answer questions I overhear, where I am sure.
# Below that, where Telegram does not show the bot what is said
settings-privacy = For that I must see your messages: turn off privacy mode at @BotFather and add me again, or make me an admin.
settings-changed = Done.
button-answer-all = Answer whenever sure
button-only-called = Answer only when called

## The choice of a language

language-menu = Which language should I speak? Answers stay as they are in the documents.
language-chosen = Done. I'll speak English with you from now on.

## /forget. The question is a message, its buttons are plain text

forget-ask =
    <b>Delete everything I keep about you?</b> This cannot be undone.
    · what you have asked anywhere, and my answers
    · your votes
    · your own documents, those that answer you alone
    · the language you chose

    Documents that groups or everyone can ask stay. Messages on Telegram stay, too, until you delete them there.
button-forget = Delete all
button-keep = Keep
forget-not-yours = Only the person who sent /forget can choose.
forget-kept = OK, nothing was deleted.
forget-in-private = You are writing in the name of a group or channel, so I cannot tell who you are. Please send me /forget in private.
forgotten = Done. I keep nothing about you any more.
# $count: a number, in each of these
forgotten-questions = { $count ->
    [one] · 1 question with its answers
   *[other] · { $count } questions with their answers
}
forgotten-votes = { $count ->
    [one] · 1 vote
   *[other] · { $count } votes
}
forgotten-documents = { $count ->
    [one] · 1 document
   *[other] · { $count } documents
}
forgotten-language = · your choice of a language

## For owners: /stats and /unanswered

stats-title = <b>Figures</b>
stats-today = Today
# $count: how many days, today included
stats-days = Last { $count } days
# $period: one of the two above. $share: of each hundred questions
stats-activity = <b>{ $period }</b>: { $questions ->
    [one] 1 question
   *[other] { $questions } questions
} · { $share }% answered · { $askers ->
    [one] 1 person
   *[other] { $askers } people
}
stats-quiet = <b>{ $period }</b>: no questions
stats-total = <b>Since the beginning</b>: { $questions ->
    [one] 1 question
   *[other] { $questions } questions
} · { $share }% answered
# $half, $most: milliseconds
stats-latency = Time to answer ({ $period }): half within { $half } ms, 95% within { $most } ms
stats-documents = Documents: { $documents }, with { $passages ->
    [one] 1 passage
   *[other] { $passages } passages
}
stats-votes = Votes: 👍 { $useful } · 👎 { $useless }

unanswered-title = <b>Questions without an answer</b>
# $day: when it was last asked. $count: how often
unanswered-row = { $number }. { $question } <i>{ $count ->
    [1] { "" }
   *[other] ×{ $count } ·{ " " }
}{ DATETIME($day, dateStyle: "short") }</i>
unanswered-none = No question without an answer is on record.
button-newer = ‹ Newer
button-older = Older ›
button-export = Export with votes (SQuAD)
export-caption = Votes and unanswered questions as SQuAD 2.0, for yuanwen eval and for training.

## For owners: the questions that they answered, /faq

# $day: when the answer was given
faq-source = FAQ (answered by an owner, { DATETIME($day, dateStyle: "long") })
faq-title = <b>FAQ</b> ({ $count })
faq-none = There is nothing yet.
# $number: which it is, from 1
faq-row = { $number }. <b>{ $question }</b>
    { $answer }
    <i>{ DATETIME($day, dateStyle: "short") }</i>
faq-how = To add one: /faq and the question, such as /faq 食堂几点开门; those in /unanswered can be answered there. To add many: send a csv file (first line: question,answer,date) with the caption /faq.
# Above the question. $most: how many characters
faq-prompt = <b>Reply to this message</b> with the answer (at most { $most } characters). Everyone can see the question and your very words; where the question tells something private, cancel and use /faq to word it otherwise.
# Below the question, before the answer that it has
faq-now = The answer so far:
faq-cancelled = Cancelled; nothing was changed.
faq-added = <b>{ $question }</b>: answered ✓ From now on, whoever asks sees your very words.
faq-changed = <b>{ $question }</b>: changed ✓ The new answer counts from now on.
faq-unchanged = <b>{ $question }</b>: that is the answer it has already; nothing was changed.
faq-no-answer = There are no words in this that could be an answer. Please reply to the message above once more, in text (at most { $most } characters).
# $length: how many characters it has
faq-long-answer = The answer is too long: { $length } characters, and { $most } at most are possible. Please shorten it and reply to the message above once more.
faq-long-question = The question is too long; at most { $most } characters are possible. Please use /faq with a shorter one.
faq-no-question = Please write the question after /faq, such as: /faq 食堂几点开门
# Above question and answer
faq-remove-question = Remove this one? Nothing will be answered from it any more.
# Notices: plain text
faq-question-gone = This question is no longer there. You can answer it with /faq and the question.
button-answer = Answer
button-change = Change
button-cancel = Cancel
# $count: how many people
button-faq-tell = Send the answer to { $count ->
    [one] the one who asked
   *[other] the { $count } who asked
}
faq-told = <b>{ $question }</b>: sent to { $count ->
    [one] the one who asked
   *[other] the { $count } who asked
}.
# To them, above the answer
faq-now-answered = There is an answer now to what you asked:
button-faq-export = Export csv
faq-export-caption = The FAQ, for Excel. Send it back with the caption /faq once you have changed it: the same question gets its new answer.
# $added, $replaced, $unchanged: how many
faq-imported = Imported ✓ { $added } new, { $replaced } replaced, { $unchanged } as before.
faq-import-file = Please send a csv file of at most { $megabytes } MB. Excel can save as csv.
faq-import-columns = Nothing was imported: there are no columns “question” and “answer” in the first line. Please begin with: question,answer,date
faq-import-faults = Nothing was imported. Please mend these lines and send it again:
# $line: its number in the file. $most: how many characters are allowed
faq-fault-no-question = Line { $line }: no question
faq-fault-long-question = Line { $line }: the question is too long, at most { $most } characters
faq-fault-no-answer = Line { $line }: no answer
faq-fault-long-answer = Line { $line }: the answer is too long, at most { $most } characters
faq-fault-date = Line { $line }: the date cannot be read; write it like 2026-11-30
# $count: how many lines more
faq-more-faults = And { $count } more.

## Documents that people send. $name: the file; $title: what the document is called; $count: how many passages

# $kinds: suffixes
how-to-add = Send me a file ({ $kinds }, up to 20 MB) and then ask about what is in it, or put the question in its caption. Only you see answers from it. To add a file or text message that is already here, reply to it with /add; to add a text, send /add and the text; messages forwarded with /add as the comment become one document; to add a web page, send /add with its address. /docs lists them all.
how-to-add-group = An admin of this group can add documents ({ $kinds }, up to 20 MB): reply to the file or text message with /add, send a file with @{ $bot } in its caption, or send /add and a text; a web page: /add with its address. Everyone here can then ask about it. /docs lists them all.
upload-where = <b>{ $name }</b>: who is to find answers in it?
button-public = Everyone
button-own = Only me
# Several forwarded texts without /add. $count: how many
forwards-what = You have forwarded { $count } messages. Are they to become one document to ask, or are they questions? (Next time, /add as the comment tells me right away.)
button-forwards-add = Add as a document
button-forwards-ask = Answer as questions
forwards-asked = All right, I take them as questions.
# A notice: plain text
forwards-forgotten = I no longer have these messages in mind; please forward them again.
upload-not-allowed = Only admins of this group can add documents here. You can send me this one in private.
# $count: how many within an hour
upload-too-many = That was a lot of documents: I take { $count } an hour from one person, and as many from one group. Please send this one again later, and what you send until then.
upload-received = <b>{ $name }</b>: received, fetching it …
upload-reading = <b>{ $name }</b>: reading …
# $page of $count: numbers
upload-recognising = <b>{ $name }</b>: { $count ->
    [1] recognising its text
   *[other] recognising page { $page } of { $count }
} …
upload-indexing = <b>{ $name }</b>: { passages }, making them searchable …
# $count: a number
passages = { $count ->
    [one] 1 passage
   *[other] { $count } passages
}
upload-added = <b>{ $name }</b>: added ✓
    { in-it }
upload-replaced = <b>{ $name }</b>: replaced ✓ The one before is gone.
    { in-it }
upload-unchanged = <b>{ $name }</b>: already here, nothing changed.
    { in-it }
in-it = “{ $title }” · { passages }
upload-meaning-soon = Its words are found already; in a moment it is also found when you put it differently.
# $minutes: how long it takes, a number
upload-meaning-later = Its words are found already; in about { $minutes } min it is also found when you put it differently.
upload-next = Just ask now: who, when, where, how much … Only you see answers from it. /docs lists and removes.
# $names: the title of the document that the chat is kept to
upload-next-kept = But here I look only in { $names } now. To ask the new one, reply to it, or send /in to go back to all. Only you see answers from it. /docs lists and removes.
upload-next-group = Anyone here can ask now: send /ask and the question. /docs lists and removes.
upload-next-public = Everyone can ask about it now. /docs lists and removes.
upload-unasked = So the question that came with it is not answered. Send both again once that is mended, or just ask: I will look in the documents that are here.
album-forgotten = I no longer have all of these photos in mind; please send them again.

upload-none-taken = Adding documents is switched off here. The public ones can be asked: /docs
upload-kind = <b>{ $name }</b>: I cannot read this kind of file. I can read { $kinds }; save it as one of these and send it again.
# $suffix: of what it is to be saved as, .docx
upload-kind-instead = <b>{ $name }</b>: I cannot read this kind of file. Save it as { $suffix } and send that.
upload-kind-packed = <b>{ $name }</b>: I cannot read this kind of file. Pack it as { $suffix } and send that.
upload-size = <b>{ $name }</b>: too large. One file may have 20 MB, and not too much text in it; please send it in parts.
upload-time = <b>{ $name }</b>: reading it takes too long. Please save it anew, or send it in parts.
upload-memory = <b>{ $name }</b>: reading it takes too much memory. Please save it anew, or send it in parts.
upload-crash = <b>{ $name }</b>: I broke off reading it; it is damaged or built in an unusual way. Open it in the program it was made with, save it again and send that.
# $count: how many documents a chat may have
upload-no-room = <b>{ $name }</b>: no room for it. There can be { $count } documents here, and some ten million characters in all. Remove one with /docs, then send it again.
upload-lost = <b>{ $name }</b>: Telegram did not hand it over. Please send it again.
upload-link-address = <b>{ $name }</b>: not an address that I fetch. It has to begin with https:// or http://, without a user name, a password or a port of its own. You can also save the page and send me the file.
upload-link-site = <b>{ $name }</b>: I find no public site there. Please check the address. Pages of an internal network I do not fetch: save them and send me the file.
upload-link-failed = <b>{ $name }</b>: the site did not hand it over. Please try again later, or open it in a browser, save the page and send me the file.
upload-link-slow = <b>{ $name }</b>: the site takes too long. Please try again later, or save the page and send me the file.
upload-link-kind = <b>{ $name }</b>: I cannot read what is there. I can read web pages and { $kinds }.
upload-locked = <b>{ $name }</b>: a password locks it. Save a copy without one and send that.
upload-scanned = <b>{ $name }</b>: it is pictures without text, and this bot has no text recognition. Its administrator can run <code>pip install 'yuanwen[ocr]'</code>; then send it again.
upload-unmapped = <b>{ $name }</b>: its fonts do not say which characters they show, so I cannot take the text out. Export it anew from the program it was made with, or have the administrator run <code>pip install 'yuanwen[ocr]'</code> for text recognition and send it again.
upload-pages-scanned = ⚠️ Pages that are pictures, and that I cannot answer from: { $pages }.
upload-pages-unmapped = ⚠️ Pages with fonts that do not say which characters they show; those words are missing: { $pages }.
upload-pages-unrecognised = ⚠️ No text was recognised on some pages: { $pages }. If there is some, take them again in more light, straight from above and closer.
# $files: names of files within an archive or a mail
upload-files-unread = ⚠️ Files in it that I could not read: { $files }.
upload-empty = <b>{ $name }</b>: I found no text in it.
upload-unrecognised = <b>{ $name }</b>: I recognised no text. Please take it again in more light, straight from above and closer; a scan needs to be sharper.
upload-encoding = <b>{ $name }</b>: not text in an encoding that I know. Save it as UTF-8 and send it again.
upload-damaged = <b>{ $name }</b>: it is damaged, locked, or not what its name says. Open it in the program it was made with, save it again and send that.
upload-failed = <b>{ $name }</b>: sorry, that went wrong on my side. Please send it again later.

## /docs. The headings, buttons and notices are plain text

# $count: how many there are; $most: how many there may be
docs-own = Your documents ({ $count }/{ $most })
docs-own-none = None yet. Send me a file, and ask about what is in it.
docs-group = Documents of this group ({ $count }/{ $most })
docs-group-none = None yet. An admin can reply to a file with /add.
docs-public = For everyone ({ $count })
docs-public-none = None yet.
# $question: one that the sample answers
docs-sample = None yet. Until there are, a sample is here to try things out: { $name }. Ask, for example: <code>{ $question }</code>
docs-remove-question = Remove <b>{ $name }</b>? Nothing will be answered from it any more.
button-remove = Remove
button-leave = Keep
docs-removed = Removed.
docs-gone = It is no longer there.
docs-not-yours = You cannot remove this.
