// What the pages of the web edition do: filter notes and marks, go from one to the other, search the text. Without it everything
// is there all the same. It fetches nothing and makes no markup of anything that somebody wrote.
"use strict";
(() => {
  const one = (query) => document.querySelector(query);
  const all = (query) => [...document.querySelectorAll(query)];
  const text = one("#text"), form = one("#filters"), threads = all(".thread"), marks = all("#text mark");
  const threadOf = new Map(threads.map((thread) => [thread.dataset.n, thread]));
  const numbers = (mark) => mark.dataset.n.split(" ");

  // Filters: a thread shows where one thing said in it passes all of them.
  const passes = (said, wanted) =>
    wanted.readers.has(said.dataset.reader) &&
    (!wanted.tag || said.dataset.tags.split(" ").some((tag) => tag === wanted.tag || tag.startsWith(wanted.tag + "/"))) &&
    (!wanted.color || said.dataset.color === wanted.color);
  const filter = () => {
    const wanted = {
      readers: new Set(all("#filters [name=reader]:checked").map((box) => box.value)),
      tag: form.elements.tag?.value, color: form.elements.color?.value,
    };
    let shown = 0;
    for (const thread of threads) {
      thread.hidden = ![...thread.querySelectorAll(".said")].some((said) => passes(said, wanted));
      shown += thread.hidden ? 0 : 1;
    }
    for (const mark of marks) {
      mark.classList.toggle("off", !numbers(mark).some((n) => threadOf.get(n) && !threadOf.get(n).hidden));
    }
    document.body.classList.toggle("heat", form.elements.heat.checked);
    document.body.classList.toggle("all", form.elements.all?.checked ?? false);
    one("#shown").textContent = shown + " of " + threads.length + " notes";
  };

  // From a mark to its note and back.
  const leave = () => all(".here").forEach((element) => element.classList.remove("here"));
  const show = (n, from) => {
    leave();
    const thread = threadOf.get(n);
    if (!thread) return;
    thread.classList.add("here");
    marks.filter((mark) => numbers(mark).includes(n)).forEach((mark) => mark.classList.add("here"));
    if (from !== "thread") thread.scrollIntoView({ block: "nearest" });
    if (from !== "mark") one("#m" + n)?.scrollIntoView({ block: "center" });
  };
  const chosen = (mark) => numbers(mark).filter((n) => threadOf.get(n) && !threadOf.get(n).hidden);
  let turn = 0;
  const open = (mark) => {
    const shown = chosen(mark);
    if (shown.length) show(shown[turn++ % shown.length], "mark");
  };
  text?.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && !event.target.closest("a") && String(getSelection()) === "") open(mark);
  });
  text?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("mark")) {
      open(event.target);
      threadOf.get(chosen(event.target)[0])?.focus();
    }
  });
  one("#notes")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-to]");
    if (!link) return;
    event.preventDefault();
    show(link.dataset.to, "note");
    one("#m" + link.dataset.to)?.focus({ preventScroll: true });
  });
  const at = () => {
    const n = /^#[nm](\d+)$/.exec(location.hash)?.[1];
    if (n) show(n, "link");
  };
  addEventListener("hashchange", at);

  // Search: hits are ranges over the text as it stands.
  let nodes = null, hits = [], hit = -1;
  const index = () => {
    nodes = [];
    let from = 0;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      nodes.push([from, walker.currentNode]);
      from += walker.currentNode.length;
    }
  };
  const point = (offset, atEnd) => {
    let low = 0, high = nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (nodes[middle][0] < offset || (!atEnd && nodes[middle][0] === offset)) low = middle; else high = middle - 1;
    }
    return [nodes[low][1], offset - nodes[low][0]];
  };
  const search = (words) => {
    if (!nodes) index();
    hits = [];
    hit = -1;
    const escaped = words.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    if (!escaped) return;
    for (const found of text.textContent.matchAll(new RegExp(escaped, "giu"))) {
      const range = new Range();
      range.setStart(...point(found.index, false));
      range.setEnd(...point(found.index + found[0].length, true));
      if (hits.push(range) === 5000) break;
    }
  };
  const next = (step) => {
    if (globalThis.CSS?.highlights && globalThis.Highlight) CSS.highlights.set("found", new Highlight(...hits));
    if (hits.length) {
      hit = (hit + step + hits.length) % hits.length;
      hits[hit].startContainer.parentElement.scrollIntoView({ block: "center" });
    }
    one("#hits").textContent = hits.length ? hit + 1 + " of " + hits.length : form.elements.words.value.trim() ? "nothing found" : "";
  };
  form?.addEventListener("input", (event) => {
    if (event.target.name === "words") {
      search(event.target.value);
      next(1);
    } else filter();
  });
  form?.addEventListener("submit", (event) => event.preventDefault());
  form?.elements.words?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") next(event.shiftKey ? -1 : 1);
  });
  if (form) {
    filter();
    at();
  }

  // The list of all notes on the first page.
  const list = one("#find");
  list?.addEventListener("input", () => {
    const words = list.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of all("[data-entry]")) {
      const said = entry.textContent.toLowerCase();
      entry.hidden = !words.every((word) => said.includes(word));
    }
  });
})();
