"""`yuanwen faq`: entries come in and go out as CSV, and are answered from."""

import json

from tests.bot.cli.terminal import Terminal

CSV = '﻿问题,答案,日期\n食堂几点开门？,七点半。,2026-03-02\n图书馆在几层,"三层，\n朝南。",\n'


def test_a_file_is_imported_listed_and_answered_from(terminal: Terminal) -> None:
    terminal.write("q.csv", CSV)
    done = terminal.run("faq", "import", "q.csv", "--json")
    counts = {"added": 2, "replaced": 0, "unchanged": 0}
    assert json.loads(done.stdout) == {"path": str(terminal.folder / "q.csv"), **counts}
    listed = json.loads(terminal.run("faq", "list", "--json").stdout)
    assert listed[1] == {"question": "食堂几点开门？", "answer": "七点半。", "date": "2026-03-02"}
    assert "图书馆在几层" in terminal.run("faq", "list").stdout
    asked = terminal.run("ask", "食堂幾點開門")
    assert asked.stdout.startswith("七点半。\n")
    assert "《食堂几点开门？》 · 常见问题 · answered by the owner, 2 March 2026 · 100%" in asked.stdout
    (entry,) = json.loads(terminal.run("list", "--json").stdout)
    assert (entry["source"], entry["articles"]) == ("常见问题", 2)


def test_what_is_exported_can_be_imported_again(terminal: Terminal) -> None:
    terminal.write("q.csv", CSV)
    terminal.run("faq", "import", "q.csv")
    written = terminal.run("faq", "export", "out.csv")
    assert written.stderr == "out.csv: 2 entries\n"
    exported = (terminal.folder / "out.csv").read_bytes()
    assert exported.startswith(b"\xef\xbb\xbfquestion,answer,date\r\n")
    assert terminal.start("faq", "export").stdout.encode() == exported
    assert "is there already" in terminal.run("faq", "export", "out.csv").stderr
    assert terminal.run("faq", "export", "out.csv", "--force").returncode == 0
    assert terminal.run("faq", "import", "out.csv").stdout == "out.csv: 0 added, 0 replaced, 2 unchanged\n"
    terminal.write("q.csv", "question,answer\n食堂几点开门,八点\n")
    assert terminal.run("faq", "import", "q.csv").stdout == "q.csv: 0 added, 1 replaced, 0 unchanged\n"
    assert terminal.run("ask", "食堂几点开门").stdout.startswith("八点\n")


def test_of_a_file_with_a_wrong_line_nothing_is_imported(terminal: Terminal) -> None:
    terminal.write("q.csv", CSV + ",没有问题,\n")
    done = terminal.run("faq", "import", "q.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: Nothing was imported; line 5: The question is empty.\n"
    assert terminal.run("faq", "list", "--json").stdout == "[]\n"
    assert terminal.run("faq", "import", "nowhere.csv").returncode == 1
