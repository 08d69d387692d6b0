"""The tables of the bot's state, version by version."""

_FIRST = """
CREATE TABLE chats (
    chat INTEGER PRIMARY KEY,
    language TEXT,
    only_called INTEGER NOT NULL DEFAULT 1
);
-- Nobody guesses an id: see `bot.storage.turn`. A reply is far larger than the rest, and leaves earlier.
CREATE TABLE turns (
    id INTEGER PRIMARY KEY,
    chat INTEGER,
    thread INTEGER,
    asker INTEGER NOT NULL,
    question_message INTEGER,
    answer_message INTEGER,
    question TEXT NOT NULL,
    understood TEXT NOT NULL,
    alike TEXT NOT NULL,
    found INTEGER NOT NULL,
    inline INTEGER NOT NULL,
    chosen INTEGER,
    asked_at REAL NOT NULL,
    took_ms REAL NOT NULL,
    reply BLOB
);
CREATE INDEX turns_by_answer ON turns (chat, answer_message) WHERE answer_message IS NOT NULL;
CREATE INDEX turns_by_question ON turns (chat, question_message) WHERE question_message IS NOT NULL;
CREATE INDEX turns_by_asker ON turns (asker, asked_at);
CREATE INDEX turns_by_time ON turns (asked_at, asker, found, took_ms, inline, chosen);
CREATE INDEX turns_with_reply ON turns (asked_at) WHERE reply IS NOT NULL;
CREATE INDEX turns_not_chosen ON turns (asked_at) WHERE inline AND chosen IS NULL;
CREATE INDEX turns_unanswered ON turns (alike, asked_at) WHERE NOT found;
CREATE TABLE votes (
    turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    voter INTEGER NOT NULL,
    useful INTEGER NOT NULL,
    position INTEGER NOT NULL,
    voted_at REAL NOT NULL,
    PRIMARY KEY (turn, voter)
) WITHOUT ROWID;
CREATE INDEX votes_by_voter ON votes (voter);
-- The content is there for as long as the update is not done.
CREATE TABLE updates (
    id INTEGER PRIMARY KEY,
    content TEXT,
    sending INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 1,
    begun_at REAL NOT NULL
);
CREATE INDEX updates_by_time ON updates (begun_at);
"""

# One row: what was asked in turns that were let go.
_SECOND = """
CREATE TABLE past (
    questions INTEGER NOT NULL,
    answered INTEGER NOT NULL
);
INSERT INTO past VALUES (0, 0)
"""

# Which passages of documents stand in the reply of a turn: their words leave with the documents.
_THIRD = """
CREATE TABLE shown_passages (
    passage INTEGER NOT NULL,
    turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    PRIMARY KEY (passage, turn)
) WITHOUT ROWID;
CREATE INDEX shown_passages_by_turn ON shown_passages (turn);
INSERT OR IGNORE INTO shown_passages
SELECT json_extract(shown.value, '$.id'), turns.id
FROM turns, json_each(CAST(turns.reply AS TEXT), '$.passages') AS shown
WHERE json_extract(shown.value, '$.id') > 0
"""

# The documents that people keep chats to, and those that messages are about; thread is 0 for none.
_FOURTH = """
CREATE TABLE scopes (
    chat INTEGER NOT NULL,
    person INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    document INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (chat, person, thread)
) WITHOUT ROWID;
CREATE TABLE document_messages (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    document INTEGER NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (chat, message)
)
"""

# Which run of the bot handles an update. Where several share a state, those that run tell so here.
_FIFTH = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    seen_at REAL NOT NULL
);
ALTER TABLE updates ADD COLUMN run INTEGER
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""A script for each version: see `SqliteFile.migrations`. One that was published is never changed."""
