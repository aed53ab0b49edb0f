"""pyte for `cargo bench --bench emulators`; the protocol stands in main.rs. Needs `pip install pyte==0.8.2`. It knows no scrolling up
and down (SU, SD), as the Linux console."""

import sys

import pyte

data = sys.stdin.buffer
columns, rows = map(int, data.readline().split())
screen = pyte.Screen(columns, rows)
stream = pyte.ByteStream(screen)
out = []
while line := data.readline():
    stream.feed(data.read(int(line)))
    for y in range(rows):
        row = screen.buffer[y]
        out.append("\x1f".join(f"{row[x].data} {row[x][1:]}" for x in range(columns)))
sys.stdout.buffer.write("\n".join(out).encode() + b"\n")
