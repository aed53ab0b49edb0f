// How many of our selectors Apache Annotator and Recogito resolve, in a page of the web edition, on exactly the words they are about:
// node check.mjs BROWSER PAGE NOTES STANDALONE BUNDLE, with NOTES from `postil notes --json` and STANDALONE from `postil export --format
// w3c --standalone --units utf-16`. Fails below all of them.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "../browser.mjs";

const [program, page, notesFile, standaloneFile, bundle] = process.argv.slice(2);
const notes = JSON.parse(readFileSync(notesFile)).filter((note) => note.state === "same");
const standalone = JSON.parse(readFileSync(standaloneFile));
const browser = await Browser.start(program);
const opened = await browser.open(pathToFileURL(resolve(page)).href, { bypass: true });
await opened.send("Runtime.evaluate", { expression: readFileSync(bundle, "utf8") });
const result = await opened.run(async (notes, standalone) => {
  const scope = document.querySelector("#text");
  const letters = [...scope.textContent];
  const words = new Map(notes.map((note) => [note.id, letters.slice(note.start, note.end).join("")]));
  const whole = new Range();
  whole.selectNodeContents(scope);
  const before = (range) => { const to = whole.cloneRange(); to.setEnd(range.startContainer, range.startOffset); return [...to.toString()].length; };
  const place = new Map(notes.map((note) => [note.id, note.start]));
  const records = JSON.parse(document.querySelector("script[type='application/ld+json']").textContent).items.filter((it) => words.has(it.id));
  const said = { notes: notes.length, quotes: 0, positions: 0, recogito: 0 };
  for (const record of records) {
    for (const selector of [record.target.selector].flat()) {
      const isQuote = selector.type === "TextQuoteSelector";
      const matcher = (isQuote ? consumers.createTextQuoteSelectorMatcher : consumers.createTextPositionSelectorMatcher)(selector);
      const first = (await matcher(whole)[Symbol.asyncIterator]().next()).value;
      const right = first && first.toString() === words.get(record.id) && before(first) === place.get(record.id);
      if (right) isQuote ? said.quotes++ : said.positions++;
    }
  }
  const source = standalone[0].target.source;
  const annotator = consumers.createTextAnnotator(scope, { adapter: consumers.W3CTextFormat(source, scope) });
  annotator.setAnnotations(standalone);
  const loaded = annotator.state.store.all();
  for (const annotation of loaded) {
    if (!words.has(annotation.id)) continue;
    const selector = annotation.target.selector[0];
    const { range } = consumers.reviveSelector(selector, scope);
    if (range && range.toString() === words.get(annotation.id) && before(range) === place.get(annotation.id)) said.recogito++;
  }
  said.loaded = loaded.length;
  return said;
}, notes, standalone);
await browser.end();
console.log(JSON.stringify(result));
process.exit(["quotes", "positions", "recogito"].every((key) => result[key] === result.notes) ? 0 : 1);
