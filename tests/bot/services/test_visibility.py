import pytest

from bot.services.visibility import for_others, is_public, open_to_all, own_collection, visible
from retrieval.documents import Answer, DocumentName, Passage, Reply

OWN = own_collection(7)


def answer(collection: str, *also: str) -> Answer:
    text = f"来自{collection}"
    others = tuple(Passage("x", title=name, collection=name) for name in also)
    return Answer("来自", 0.9, Passage(text, collection=collection), 0, 2, others)


@pytest.mark.parametrize("chat", [7, -100200])
def test_a_chat_sees_its_own_documents_and_the_public_ones(chat: int) -> None:
    assert visible(chat) == {"public", own_collection(chat)}
    assert own_collection(chat) not in visible(-chat) | visible(8)


@pytest.mark.parametrize(
    ("collection", "public"),
    [("public", True), ("sample", True), (OWN, False), (own_collection(-5), False), ("", False)],
)
def test_what_everyone_may_see(collection: str, *, public: bool) -> None:
    assert is_public(Passage("x", collection=collection)) is public


def test_answers_keep_their_places_and_lose_what_others_may_not_see() -> None:
    first, second = answer(OWN, "public", OWN), answer("public", OWN, "sample")
    reply = for_others(Reply("问", first, (first, second)))
    assert [a.passage.collection for a in reply.answers] == [OWN, "public"]
    assert reply.answer == reply.answers[0]
    assert [[place.collection for place in a.also] for a in reply.answers] == [["public"], ["sample"]]
    assert open_to_all(reply) == (1,)


def test_the_names_of_private_documents_that_were_searched_are_not_told_to_others() -> None:
    mine, shared = (DocumentName(n, f"合同{n}", "a.txt", collection=c) for n, c in enumerate((OWN, "public")))
    given = answer("public")
    assert for_others(Reply("问", given, (given,), within=(shared,))).within == (shared,)
    assert for_others(Reply("问", given, (given,), within=(mine, shared))).within == ()


def test_where_nothing_was_found_only_public_places_come_near() -> None:
    reply = for_others(Reply("问", None, (answer(OWN), answer("public", OWN), answer("user-8"))))
    assert [a.passage.collection for a in reply.answers] == ["public"]
    assert reply.answers[0].also == ()


def test_a_reply_without_candidates_has_its_answer_as_the_only_one() -> None:
    only = answer("public")
    assert for_others(Reply("问", only)).answers == (only,)
    assert for_others(Reply("问", None)).answers == ()
