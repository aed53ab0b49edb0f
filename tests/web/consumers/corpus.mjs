// A text of its own and 1,040 quotations from it (some of them are ambiguous, and land as uncertain) as W3C annotations for `postil import`: Korean, Japanese, astral characters, sentences
// that repeat, passages over several paragraphs. node corpus.mjs FOLDER MARKS
import { mkdirSync, writeFileSync } from "node:fs";

const [folder, marks] = process.argv.slice(2);
let seed = 7;
const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
const WORDS = ["harbour", "tide", "letter", "항구의", "밀물과", "편지를", "港の", "潮が満ち", "手紙を書く", "🙂", "𝔟oat", "naïve", "“promise”", "e\u0301bb", "it’s"];
const REFRAIN = "The tide comes back, and nobody asks it why.";
const sentence = () => random(6) === 0 ? REFRAIN : Array.from({ length: 4 + random(9) }, () => WORDS[random(WORDS.length)]).join(" ") + ".";
const paragraph = () => Array.from({ length: 2 + random(4) }, sentence).join(" ");
const text = Array.from({ length: 260 }, paragraph).join("\n\n") + "\n";
const letters = [...text];
const at = (start, end) => letters.slice(start, end).join("");
const items = Array.from({ length: 1040 }, (_, n) => {
  let start = random(letters.length - 400), end = start + 3 + random(n % 10 === 0 ? 380 : 60);
  while (/\s/.test(letters[start])) start++;
  while (/\s/.test(letters[end - 1])) end--;
  const quote = { type: "TextQuoteSelector", exact: at(start, end), prefix: at(Math.max(0, start - 60), start), suffix: at(end, end + 60) };
  return { id: "http://example.org/" + n, type: "Annotation", motivation: "highlighting", created: "2026-11-01T10:00:00Z",
    target: { source: "tides.txt", selector: [quote, { type: "TextPositionSelector", start, end }] } };
});
mkdirSync(folder, { recursive: true });
writeFileSync(folder + "/tides.txt", text);
writeFileSync(marks, JSON.stringify(items));
