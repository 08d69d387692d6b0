"""What a worker says while it recognises pages, and what it gives back."""

import io

from retrieval.documents import Article, Contents, Paragraph
from retrieval.ingestion.workers.messages import Response, receive_response, send_page, send_response


def test_pages_are_announced_before_the_response_and_confidence_comes_with_it() -> None:
    contents = Contents("页", (Article("页", (Paragraph("渡船停航。", 1, 0.97), Paragraph("完。", 2))),))
    stream = io.BytesIO()
    for page in (1, 2):
        send_page(stream, page, 2)
    send_response(stream, Response(contents, spent=True))
    stream.seek(0)
    told: list[tuple[int, int]] = []

    response = receive_response(stream, lambda page, pages: told.append((page, pages)))

    assert (response, told) == (Response(contents, spent=True), [(1, 2), (2, 2)])
