"""One page: how far people have come, and what was used of each contract. An SVG that opens by itself.

Every number in it comes of whole-number arithmetic, so that each language draws the very same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WIDTH: Final = 1200
LEFT: Final = 48
RIGHT: Final = 1152

BAR_LEFT: Final = 210
BAR_WIDTH: Final = 330
STAGE_HEIGHT: Final = 66

CHART_LEFT: Final = 480
CHART_WIDTH: Final = RIGHT - CHART_LEFT
CHART_HEIGHT: Final = 130
PANEL_HEIGHT: Final = 212

MONTHS_SHOWN: Final = 13
"""Month names that fit side by side under a chart."""

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

STYLE: Final = """\
<style>
text { font-family: 'DejaVu Sans', Verdana, Arial, sans-serif; font-size: 15px; fill: #1b2733; }
.title { font-size: 30px; font-weight: bold; }
.section { font-size: 20px; font-weight: bold; }
.name { font-size: 17px; font-weight: bold; }
.number { font-size: 17px; }
.value { font-weight: bold; }
.soft { fill: #44525f; }
.note { font-size: 13px; fill: #44525f; }
.bar { fill: #1f5f99; }
.area { fill: #dbe9f6; }
.used { fill: none; stroke: #1f5f99; stroke-width: 2.5; stroke-linejoin: round; }
.bought { stroke: #a8480a; stroke-width: 2; stroke-dasharray: 8 5; }
.grid { stroke: #c4ccd4; stroke-width: 1; }
</style>
"""


@dataclass
class Stage:
    """A stage of the funnel: its name, what to do for those who stay behind, and its counts."""

    name: str
    note: str
    total: int
    of_programs: list[int]


@dataclass
class Panel:
    """A contract: its name, a line below it, figures, and its use over time."""

    name: str
    subtitle: str
    figures: list[tuple[str, str]]
    bought: int | None
    points: list[tuple[str, int]]

    def draw(self, svg: Svg, top: int) -> None:
        svg.words(LEFT, top + 18, "name", cut(self.name, 26))
        svg.words(LEFT, top + 40, "note", cut(self.subtitle, 48))
        for place, (name, value) in enumerate(self.figures[:5]):
            y = top + 70 + 22 * place
            svg.words(LEFT, y, "figure", cut(name, 14))
            svg.words_to(330, y, "value", cut(value, 16))
        self.chart(svg, top)

    def chart(self, svg: Svg, top: int) -> None:
        floor, ceiling = top + 14 + CHART_HEIGHT, top + 14
        scale = round_up(max([value for _, value in self.points] + [self.bought or 0]))
        for value, y in ((0, floor), (scale // 2, floor - CHART_HEIGHT // 2), (scale, ceiling)):
            svg.line("grid", CHART_LEFT, y, RIGHT)
            svg.words_to(CHART_LEFT - 10, y + 5, "note", thousands(value))
        if not self.points:
            return
        first, last = instant(self.points[0][0]), instant(self.points[-1][0])
        span = max(last - first, timedelta(0)) // timedelta(hours=1)

        def across(time: str) -> int:
            passed = min(max((instant(time) - first) // timedelta(hours=1), 0), span)
            return CHART_LEFT * 10 + scaled(passed, span, CHART_WIDTH * 10)

        def up(value: int) -> int:
            return floor * 10 - scaled(value, scale, CHART_HEIGHT * 10)

        for time, name, year in months(self.points[0][0], self.points[-1][0]):
            x = across(time) // 10
            svg.line_down("grid", x, floor, floor + 5)
            # One at the very end would stand out of the page.
            if x + 40 <= RIGHT:
                svg.words(x, floor + 21, "note", name)
                if year is not None:
                    svg.words(x, floor + 38, "note", str(year))
        points = [f"{tenths(across(time))},{tenths(up(value))}" for time, value in self.points]
        # One single point is drawn as a line over the whole chart.
        if len(points) == 1:
            points.append(f"{RIGHT},{tenths(up(self.points[0][1]))}")
        path = " ".join(points)
        svg.put(f'<polygon class="area" points="{CHART_LEFT},{floor} {path} {RIGHT},{floor}"/>')
        svg.put(f'<polyline class="used" points="{path}"/>')
        if self.bought is not None:
            svg.line("bought", CHART_LEFT, up(self.bought) // 10, RIGHT)


@dataclass
class Picture:
    """All that the page shows."""

    title: str
    subtitle: str
    programs: list[str]
    stages: list[Stage]
    panels: list[Panel]

    def svg(self) -> str:
        """The page as the text of an SVG file."""
        funnel = 170 + STAGE_HEIGHT * len(self.stages)
        panels = funnel + 92
        height = panels + PANEL_HEIGHT * len(self.panels) + 8
        svg = Svg()
        svg.open(height, self.title)
        svg.words(LEFT, 62, "title", cut(self.title, 60))
        svg.words(LEFT, 92, "soft", cut(self.subtitle, 130))
        self.funnel(svg, 136)
        svg.words(LEFT, funnel + 44, "section", "Seats and enrollments, week by week")
        svg.line("grid", LEFT, funnel + 60, RIGHT)
        svg.legend(funnel + 44)
        for place, panel in enumerate(self.panels):
            panel.draw(svg, panels + PANEL_HEIGHT * place)
        svg.put("</svg>")
        return "".join(svg.lines)

    def funnel(self, svg: Svg, top: int) -> None:
        svg.words(LEFT, top, "section", "From invitation to completion")
        svg.line("grid", LEFT, top + 16, RIGHT)
        # What the page is wide enough for; the counts of further programs are in the sums all the same.
        columns = (948, RIGHT)
        for name, column in zip(self.programs, columns):
            svg.words_to(column, top, "soft", cut(name, 20))
        widest = self.stages[0].total if self.stages else 0
        for place, stage in enumerate(self.stages):
            y = top + 34 + STAGE_HEIGHT * place
            length = max(scaled(min(stage.total, widest), widest, BAR_WIDTH * 10), 10)
            svg.words(LEFT, y + 19, "name", cut(stage.name, 13))
            svg.put(f'<rect x="{BAR_LEFT}" y="{y}" width="{tenths(length)}" height="26" rx="3" class="bar"/>')
            end = BAR_LEFT + length // 10 + 12
            svg.words(end, y + 19, "number", with_share(stage.total, widest))
            svg.words(BAR_LEFT, y + 44, "note", cut(stage.note, 78))
            for number, whole, column in zip(stage.of_programs, self.stages[0].of_programs, columns):
                svg.words_to(column, y + 19, "figure", with_share(number, whole))


class Svg:
    """The text of the file as it grows."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def put(self, line: str) -> None:
        self.lines.append(line + "\n")

    def open(self, height: int, title: str) -> None:
        self.put(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img">'
        )
        self.put(f"<title>{escaped(title)}</title>")
        self.lines.append(STYLE)
        self.put(f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>')

    def words(self, x: int, y: int, kind: str, text: str) -> None:
        self.put(f'<text x="{x}" y="{y}" class="{kind}">{escaped(text)}</text>')

    def words_to(self, x: int, y: int, kind: str, text: str) -> None:
        """Words that end at `x`."""
        self.put(f'<text x="{x}" y="{y}" class="{kind}" text-anchor="end">{escaped(text)}</text>')

    def line(self, kind: str, x: int, y: int, to: int) -> None:
        self.put(f'<line x1="{x}" y1="{y}" x2="{to}" y2="{y}" class="{kind}"/>')

    def line_down(self, kind: str, x: int, y: int, to: int) -> None:
        self.put(f'<line x1="{x}" y1="{y}" x2="{x}" y2="{to}" class="{kind}"/>')

    def legend(self, y: int) -> None:
        self.put(f'<polyline class="used" points="760,{y - 5} 796,{y - 5}"/>')
        self.words(804, y, "soft", "occupied or used")
        self.line("bought", 980, y - 5, 1016)
        self.words(1024, y, "soft", "bought")


def instant(time: str) -> datetime:
    return datetime.fromisoformat(time)


def months(first: str, last: str) -> list[tuple[str, str, int | None]]:
    """The firsts of the months between two instants, with their years where these have to be said.

    Every one, or so few that they fit.
    """

    def start_of(month: int) -> str:
        return f"{month // 12:04}-{month % 12 + 1:02}-01T00:00:00.000Z"

    begin, end = (int(time[:4]) * 12 + int(time[5:7]) - 1 for time in (first, last))
    if start_of(begin) < first:
        begin += 1
    step = max(-(-max(end + 1 - begin, 0) // MONTHS_SHOWN), 1)
    return [
        (
            start_of(month),
            MONTHS[month % 12],
            month // 12 if month == begin or month % 12 == 0 or step > 1 else None,
        )
        for month in range(begin, end + 1, step)
    ]


def scaled(value: int, whole: int, length: int) -> int:
    """`value` of `whole`, on a length; nothing of nothing is nothing."""
    return value * length // whole if whole else 0


def round_up(value: int) -> int:
    """The next number that is easy to read and whose half is whole."""
    unit = 1
    while True:
        for digit in (2, 4, 6, 8, 10, 12, 16):
            if digit * unit >= value:
                return digit * unit
        unit *= 10


def thousands(number: int) -> str:
    """A count with a comma after each three digits."""
    return f"{number:,}"


def with_share(number: int, whole: int) -> str:
    """A count, and how many of a hundred that is, rounded; of nothing there are no shares."""
    if not whole:
        return thousands(number)
    return f"{thousands(number)} ({(number * 200 + whole) // (whole * 2)} %)"


def tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"


NARROW: Final = ((0x300, 0x36F), (0x200B, 0x200F), (0xFE00, 0xFE0F))
WIDE: Final = (
    (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
    (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
)  # fmt: skip


def room(letter: str) -> int:
    """How much room a character takes: two for wide ones as those of East Asia, none for those that stand upon others."""
    point = ord(letter)
    if any(first <= point <= last for first, last in NARROW):
        return 0
    return 2 if letter in "%@MWmw" or any(first <= point <= last for first, last in WIDE) else 1


def cut(text: str, most: int) -> str:
    """A text that takes so much room at most, with `…` where something was cut off."""
    if sum(map(room, text)) <= most:
        return text
    short, taken = "", 1
    for letter in text:
        taken += room(letter)
        if taken > most:
            break
        short += letter
    return f"{short}…"


def escaped(text: str) -> str:
    """A text as XML has it. Characters that XML cannot hold are shown as what they are: something unreadable."""
    plain = "".join("\ufffd" if letter < " " or letter in "\ufffe\uffff" else letter for letter in text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
