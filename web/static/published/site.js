// What every page of a published site brings: the engine, begun at the first question, for its own forms and for the
// service worker.
import { answerPage } from "./asking.js";

const DEADLINE = 10_000; // milliseconds for a query, as on the server; the first also waits for the data
const PATIENCE = 60_000;
const root = new URL("../../", import.meta.url);
let engine = null;
let begun = false;

// Returns {status, type, body}; a query that takes too long is ended with the engine, and the next begins a new one.
export function ask(asked) {
  engine ??= new Worker(new URL("engine.js", import.meta.url), { type: "module" });
  const mine = engine;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = setTimeout(() => {
      mine.terminate();
      if (engine === mine) [engine, begun] = [null, false];
      resolve({ status: 504, type: "text/plain;charset=utf-8", body: "The query was ended at its deadline.\n" });
    }, begun ? DEADLINE : PATIENCE);
    port1.onmessage = ({ data }) => {
      clearTimeout(end);
      begun = true;
      resolve(data);
    };
    mine.postMessage({ defaults: [], named: [], base: new URL("sparql", root).href, ...asked }, [port2]);
  });
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", async ({ data, ports: [port] }) => {
    if (!data.sparql) return;
    port.postMessage("taken");
    port.postMessage(await ask(data.sparql));
  });
  navigator.serviceWorker.startMessages();
  navigator.serviceWorker.register(new URL("worker.js", root), { scope: root.href }).catch(() => {}); // not on http: the forms work all the same
}
answerPage(root, ask);
