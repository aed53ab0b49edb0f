/* libvterm for `cargo bench --bench emulators`, which compiles it (cc, -lvterm); the protocol stands in main.rs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

static void put(unsigned code) {
    if (code < 0x80) { putchar(code); }
    else if (code < 0x800) { putchar(0xc0 | code >> 6); putchar(0x80 | (code & 63)); }
    else if (code < 0x10000) { putchar(0xe0 | code >> 12); putchar(0x80 | (code >> 6 & 63)); putchar(0x80 | (code & 63)); }
    else { putchar(0xf0 | code >> 18); putchar(0x80 | (code >> 12 & 63)); putchar(0x80 | (code >> 6 & 63)); putchar(0x80 | (code & 63)); }
}

static void show(VTermScreen *screen, int rows, int cols) {
    for (int y = 0; y < rows; y++) {
        for (int x = 0; x < cols; x++) {
            VTermPos at = { .row = y, .col = x };
            VTermScreenCell cell;
            vterm_screen_get_cell(screen, at, &cell);
            if (x > 0) putchar(0x1f);
            /* The second half of a wide character shows nothing of its own. */
            if (cell.chars[0] == (uint32_t)-1) continue;
            if (cell.chars[0] == 0) putchar(' ');
            for (int n = 0; n < VTERM_MAX_CHARS_PER_CELL && cell.chars[n] != 0 && cell.chars[n] != (uint32_t)-1; n++) put(cell.chars[n]);
            /* Of a blank nothing is seen but its ground and its line. */
            int inked = (cell.chars[0] != 0 && cell.chars[0] != ' ') || cell.attrs.reverse;
            printf(" %d,%d,%d,%d,%d,%d", inked && cell.attrs.bold, inked && cell.attrs.italic, cell.attrs.underline, cell.attrs.reverse,
                inked ? cell.fg.indexed.idx : -1, cell.bg.indexed.idx);
        }
        putchar('\n');
    }
}

int main(void) {
    int cols, rows;
    size_t length;
    if (scanf("%d %d", &cols, &rows) != 2 || getchar() != '\n') return 1;
    VTerm *terminal = vterm_new(rows, cols);
    vterm_set_utf8(terminal, 1);
    VTermScreen *screen = vterm_obtain_screen(terminal);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
    while (scanf("%zu", &length) == 1 && getchar() == '\n') {
        char *bytes = malloc(length + 1);
        if (fread(bytes, 1, length, stdin) != length) return 1;
        vterm_input_write(terminal, bytes, length);
        free(bytes);
        show(screen, rows, cols);
    }
    vterm_free(terminal);
    return 0;
}
