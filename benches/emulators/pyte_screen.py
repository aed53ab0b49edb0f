"""pyte for `cargo bench --bench emulators`; the protocol stands in main.rs. Needs `pip install pyte==0.8.2`. It knows no scrolling up
and down (SU, SD), as the Linux console. With the argument `wide` characters of ambiguous width take two cells.

pyte 0.8.2 loses the rest of a run of letters behind a mark of no width whose combining class is 0, as most vowels of Thai are:
`Stream.feed("ab\\u0e01\\u0e34cd")` leaves "ab\\u0e01". It is given the letters one by one, so that it loses the mark alone."""

import sys
import unicodedata

import pyte
import pyte.screens


class Screen(pyte.Screen):
    def draw(self, data):
        for letter in data:
            super().draw(letter)


def shown(cell):
    """A cell in words; of a blank nothing is seen but its ground and its line."""
    if cell.data == " " and not cell.reverse:
        cell = cell._replace(fg="", bold=False, italics=False)
    return f"{cell.data} {cell[1:]}"


if sys.argv[1:] == ["wide"]:
    narrow = pyte.screens.wcwidth
    pyte.screens.wcwidth = lambda letter: 2 if unicodedata.east_asian_width(letter) == "A" and narrow(letter) == 1 else narrow(letter)
data = sys.stdin.buffer
columns, rows = map(int, data.readline().split())
screen = Screen(columns, rows)
stream = pyte.ByteStream(screen)
out = []
while line := data.readline():
    stream.feed(data.read(int(line)))
    for y in range(rows):
        row = screen.buffer[y]
        out.append("\x1f".join(shown(row[x]) for x in range(columns)))
sys.stdout.buffer.write("\n".join(out).encode() + b"\n")
