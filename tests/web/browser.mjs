// A headless Chromium over its debugging protocol, with nothing but what node brings along (run with --experimental-websocket
// where node has no WebSocket by itself). It knows no page.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Browser {
  #socket; #process; #profile; #next = 1; #waiting = new Map(); #listeners = [];

  static async start(program) {
    const browser = new Browser();
    browser.#profile = mkdtempSync(join(tmpdir(), "postil-web-"));
    const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
      "--user-data-dir=" + browser.#profile, "about:blank"];
    browser.#process = spawn(program, flags, { stdio: ["ignore", "ignore", "pipe"] });
    const address = await new Promise((found, failed) => {
      let said = "";
      browser.#process.stderr.on("data", (data) => {
        said += data;
        const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (address) found(address);
      });
      browser.#process.on("exit", () => failed(new Error("the browser ended: " + said)));
    });
    browser.#socket = new WebSocket(address);
    await new Promise((open, failed) => { browser.#socket.onopen = open; browser.#socket.onerror = failed; });
    browser.#socket.onmessage = (event) => browser.#take(JSON.parse(event.data));
    return browser;
  }

  #take(message) {
    const waiting = this.#waiting.get(message.id);
    if (waiting) {
      this.#waiting.delete(message.id);
      message.error ? waiting.failed(new Error(message.error.message)) : waiting.answered(message.result);
    } else this.#listeners.forEach((listener) => listener(message));
  }

  send(method, params = {}, sessionId) {
    const id = this.#next++;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((answered, failed) => this.#waiting.set(id, { answered, failed }));
  }

  // A page with all that it asked for and all that went wrong in it.
  async open(url, { bypass = false } = {}) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = { requests: [], faults: [] };
    const loaded = new Promise((done) => this.#listeners.push((message) => {
      if (message.sessionId !== sessionId) return;
      const { method, params } = message;
      if (method === "Network.requestWillBeSent") page.requests.push(params.request.url);
      if (method === "Runtime.exceptionThrown") page.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === "Log.entryAdded" && params.entry.level === "error") page.faults.push(params.entry.text);
      if (method === "Page.loadEventFired") done();
    }));
    const send = (method, params) => this.send(method, params, sessionId);
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await send(domain + ".enable");
    await send("Emulation.setDeviceMetricsOverride", { width: 1400, height: 900, deviceScaleFactor: 1, mobile: false });
    if (bypass) await send("Page.setBypassCSP", { enabled: true });
    await send("Page.navigate", { url });
    await loaded;
    page.send = send;
    page.run = async (code, ...given) => {
      const expression = `(${code})(${given.map((value) => JSON.stringify(value)).join(",")})`;
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    page.close = () => this.send("Target.closeTarget", { targetId });
    return page;
  }

  async end() {
    this.#process.removeAllListeners("exit");
    const ended = new Promise((done) => this.#process.on("exit", done));
    await this.send("Browser.close").catch(() => this.#process.kill());
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
