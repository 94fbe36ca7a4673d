/** The engine in node, for tests: `node node.mjs BUNDLE ASKED`; the answer comes as JSON. */

import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { createEngine } from "../../sim/page/js/engine/engine.js";

// What a browser's worker has and one of node's lacks.
const SHIM = `
const { parentPort } = require("node:worker_threads");
globalThis.postMessage = (data, transfer) => parentPort.postMessage(data, transfer);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
`;

function spawn(script) {
  const worker = new Worker(SHIM + script, { eval: true });
  const port = { postMessage: (task) => worker.postMessage(task), terminate: () => worker.terminate(), onmessage: null, onerror: null };
  worker.on("message", (data) => port.onmessage({ data }));
  worker.on("error", (error) => port.onerror?.(error));
  return port;
}

const [bundle, asked] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf-8")));
const begun = performance.now();
const engine = createEngine(bundle, { workers: asked.workers ?? 1, spawn });
await engine.ready;
const ready = performance.now();
const answers = [];
for (const { state, worlds = [], count = 0, flows = [], measures = [], whys = [] } of asked.runs) {
  const started = performance.now();
  let first = null;
  const told = [];
  const progress = (partial) => {
    told.push(partial.worlds);
    if (partial.worlds >= 32) first ??= performance.now() - started;
  };
  const result = count > 0 ? await engine.run(state, { first: 0, count }, progress, new AbortController().signal) : null;
  const ms = performance.now() - started;
  const orders = [];
  for (const world of worlds) {
    const found = await engine.world(state, world);
    orders.push(Object.fromEntries(Object.entries(found).map(([name, column]) => [name, typeof column === "number" ? column : Array.from(column)])));
  }
  const reasons = [];
  for (const [world, order] of whys) reasons.push(await engine.why(state, world, order));
  answers.push({
    ms, first, told, orders, reasons,
    flows: flows.map(([name, unit, buyer]) => Array.from(result.tallies.flow(name, unit, buyer))),
    measures: measures.map((id) => Array.from(result.tallies.measure(id), (value) => (Number.isNaN(value) ? null : value))),
  });
}
process.stdout.write(JSON.stringify({ ready: ready - begun, answers }), () => process.exit(0));
