"""Recognised lines stand upright and straight, however the page lay."""

import math

import pytest

from retrieval.ingestion.recognition.lines import FoundLine, RecognisedPage, upright

Point = tuple[float, float]


def line(text: str, left: float, top: float, width: float, height: float = 20) -> FoundLine:
    right, bottom = left + width, top + height
    return FoundLine([(left, top), (right, top), (right, bottom), (left, bottom)], text, 0.9)


def places(page: RecognisedPage) -> dict[str, tuple[int, int, int, int]]:
    return {
        found.text: (round(found.left), round(found.bottom), round(found.right), round(found.top))
        for found in page.lines
    }


UPRIGHT = places(upright([line("甲", 40, 30, 300), line("乙", 60, 80, 200)], 400, 600))


def test_lines_are_measured_from_the_lower_left() -> None:
    assert UPRIGHT == {"甲": (40, 550, 340, 570), "乙": (60, 500, 260, 520)}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_is_turned_back(turns: int) -> None:
    def turned(point: Point) -> Point:
        """Where a point of the upright page of 400 by 600 lies after turns clockwise."""
        x, y = point
        return {1: (600 - y, x), 2: (400 - x, 600 - y), 3: (y, 400 - x)}[turns]

    lines = [line("甲", 40, 30, 300), line("乙", 60, 80, 200)]
    found = [FoundLine([turned((x, y)) for x, y in each.corners], each.text, 0.9) for each in lines]
    size = (600, 400) if turns % 2 else (400, 600)

    assert places(upright(found, *size, turns)) == UPRIGHT


def test_a_page_that_lies_askew_is_straightened() -> None:
    angle = math.radians(4)

    def askew(point: Point) -> Point:
        x, y = point[0] - 200, point[1] - 300
        return (
            200 + x * math.cos(angle) - y * math.sin(angle),
            300 + x * math.sin(angle) + y * math.cos(angle),
        )

    lines = [line("甲", 40, 30, 300), line("乙", 60, 80, 200)]
    found = [FoundLine([askew((x, y)) for x, y in each.corners], each.text, 0.9) for each in lines]

    assert places(upright(found, 400, 600)) == UPRIGHT


def test_the_edges_of_a_photo_taken_at_an_angle_run_straight_down() -> None:
    found = [line(f"{at}", 100 - 5 * at, 100 + 40 * at, 400 + 10 * at) for at in range(10)]

    page = upright([*found, line("末", 50, 500, 100)], 600, 600)

    assert len({round(each.left) for each in page.lines}) == 1
    assert len({round(each.right) for each in page.lines[:-1]}) == 1
