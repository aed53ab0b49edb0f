// Looks at every page of a web edition in a real browser: node tests/web/site.mjs BROWSER FOLDER EXPECTED, where EXPECTED is a JSON
// file of {page, text, notes: [quote]}: the canonical text, and the words that each thread of the page is about, in order, null
// where it has no place. Prints what is wrong, a line each, and fails then.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "./browser.mjs";

const [program, folder, expectations] = process.argv.slice(2);
const browser = await Browser.start(program);
const faults = [];
const check = (is, page, what) => { if (!is) faults.push(page + ": " + what); };
const bare = (words) => words.replace(/\s+/g, "");

const look = () => ({
  text: document.querySelector("#text").textContent,
  marks: [...document.querySelectorAll(".thread")].map((thread) =>
    [...document.querySelectorAll(`#text mark[data-n~="${thread.dataset.n}"]`)].map((mark) => mark.textContent).join("")),
  records: JSON.parse(document.querySelector("script[type='application/ld+json']").textContent).items.length,
  styled: getComputedStyle(document.querySelector(".columns")).display === "grid",
  shown: document.querySelector("#shown").textContent,
});

const use = () => {
  const said = {};
  const mark = document.querySelector("#text mark[id]");
  if (mark) {
    mark.click();
    said.here = document.querySelectorAll(".thread.here").length;
    const boxes = [...document.querySelectorAll("[name=reader]")];
    boxes.forEach((box) => box.click());
    said.off = [...document.querySelectorAll("#text mark")].every((mark) => mark.classList.contains("off"));
    said.hidden = [...document.querySelectorAll(".thread")].every((thread) => thread.hidden);
    boxes.forEach((box) => box.click());
    said.back = ![...document.querySelectorAll(".thread")].some((thread) => thread.hidden);
    document.querySelector("[name=heat]").click();
    said.heat = document.body.classList.contains("heat");
    document.querySelector("[name=heat]").click();
    mark.focus();
    said.keyboard = document.activeElement === mark;
  }
  const field = document.querySelector("[name=words]");
  const word = /\p{L}{4,}/u.exec(document.querySelector("#text").textContent)?.[0] ?? "";
  field.value = word;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  said.found = document.querySelector("#hits").textContent;
  return said;
};

for (const { page, text, notes } of JSON.parse(readFileSync(expectations))) {
  const opened = await browser.open(pathToFileURL(resolve(join(folder, page))).href);
  const seen = await opened.run(look);
  check(seen.text === text, page, "its text is not the canonical text");
  check(seen.styled, page, "its style does not hold");
  check(seen.marks.length === notes.length, page, `${seen.marks.length} threads, not ${notes.length}`);
  notes.forEach((quote, at) => check(bare(seen.marks[at] ?? "") === bare(quote ?? ""), page, `thread ${at + 1} marks “${seen.marks[at]}”, not “${quote}”`));
  const used = await opened.run(use);
  if (notes.some((quote) => quote)) {
    check(used.here === 1 && used.off && used.hidden && used.back && used.heat && used.keyboard, page, "it cannot be used: " + JSON.stringify(used));
  }
  check(/^\d+ of \d+$/.test(used.found), page, "its first word is not found: " + used.found);
  const { data } = await opened.send("Page.printToPDF", {});
  check(Buffer.from(data, "base64").subarray(0, 5).toString() === "%PDF-", page, "it cannot be printed");
  check(opened.requests.every((url) => url.startsWith("file:")), page, "it asks for " + opened.requests.join(", "));
  opened.faults.forEach((fault) => check(false, page, fault));
  await opened.close();
}
const first = await browser.open(pathToFileURL(resolve(join(folder, "index.html"))).href);
const entries = await first.run(() => {
  const field = document.querySelector("#find");
  field.value = "nothing that stands anywhere";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const all = [...document.querySelectorAll("[data-entry]")];
  return [all.length, all.filter((entry) => !entry.hidden).length];
});
check(entries[0] > 0 && entries[1] === 0, "index.html", "it does not find: " + entries);
first.faults.forEach((fault) => check(false, "index.html", fault));
await browser.end();
faults.forEach((fault) => console.log(fault));
process.exit(faults.length ? 1 : 0);
