// xterm.js for `cargo bench --bench emulators`; the protocol stands in main.rs. Needs `npm install @xterm/headless@6.0.0` in a
// folder that NODE_PATH names.
const { Terminal } = require('@xterm/headless');

async function main() {
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    const input = Buffer.concat(chunks);
    let at = 0;
    const line = () => {
        const end = input.indexOf(10, at);
        const text = input.toString('latin1', at, end);
        at = end + 1;
        return text;
    };
    const [cols, rows] = line().split(' ').map(Number);
    const terminal = new Terminal({ cols, rows, allowProposedApi: true });
    const out = [];
    while (at < input.length) {
        const length = Number(line());
        await new Promise(done => terminal.write(input.subarray(at, at + length), done));
        at += length;
        const buffer = terminal.buffer.active;
        for (let y = 0; y < rows; y++) {
            const row = buffer.getLine(buffer.baseY + y);
            const cells = [];
            for (let x = 0; x < cols; x++) {
                const cell = row.getCell(x);
                // Of a blank nothing is seen but its ground and its line.
                const inked = (cell.getChars() || ' ') !== ' ' || cell.isInverse() !== 0;
                const ink = inked ? [cell.getFgColorMode(), cell.getFgColor(), cell.isBold(), cell.isDim(), cell.isItalic()] : [];
                const look = [...ink, cell.getBgColorMode(), cell.getBgColor(), cell.isUnderline() !== 0, cell.isInverse() !== 0];
                cells.push((cell.getWidth() === 0 ? '' : cell.getChars() || ' ') + ' ' + look.join(','));
            }
            out.push(cells.join('\x1f'));
        }
    }
    process.stdout.write(out.join('\n') + '\n');
}

main();
