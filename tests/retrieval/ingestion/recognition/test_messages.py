"""What a worker says while it recognises pages, and what it gives back."""

import io

from retrieval.documents import Article, Contents, Paragraph
from retrieval.ingestion.workers.messages import Response, receive_response, send_page, send_response


def test_pages_are_announced_before_the_response_and_confidence_comes_with_it() -> None:
    contents = Contents("页", (Article("页", (Paragraph("渡船停航。", 1, 0.97), Paragraph("完。", 2))),))
    stream = io.BytesIO()
    for _ in range(2):
        send_page(stream)
    send_response(stream, Response(contents, spent=True))
    stream.seek(0)
    pages: list[str] = []

    response = receive_response(stream, lambda: pages.append("page"))

    assert (response, len(pages)) == (Response(contents, spent=True), 2)
