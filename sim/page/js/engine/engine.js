/** The engine: worlds of a case, shared out among workers. */

import { Pool } from "./pool.js";
import { resultOf } from "./results.js";
import { unpack, whatIsMissing } from "./unpack.js";

/** @typedef {import("./types").Bundle} Bundle */
/** @typedef {import("./types").Block} Block */
/** @typedef {import("./types").Port} Port */
/** @typedef {import("../types").Engine} Engine */
/** @typedef {import("../types").EngineState} EngineState */
/** @typedef {import("../types").RunResult} RunResult */

const BLOCK = 4; // worlds of a task: a new move waits for no more than these
const MOST = 8; // workers

/**
 * @param {Bundle} bundle
 * @param {{workers?: number, spawn?: (script: string) => Port}} [options] `spawn` makes a worker; by
 * default the browser's own
 * @returns {Engine} whose `ready` says why, if the model cannot run here
 */
export function createEngine(bundle, { workers = processors(), spawn } = {}) {
  const { about } = bundle;
  const begun = begin(bundle, workers, spawn);
  begun.catch(() => {}); // whoever waits for `ready` or asks for worlds hears of it

  /** @param {EngineState} state @param {number} world */
  const world = async (state, world) => {
    const found = await (await begun).ask({ kind: "world", state, world });
    if (found.kind !== "world") throw new Error("a worker answered another question");
    return found.orders;
  };
  /** @param {EngineState} state @param {number} world @param {number} order */
  const why = async (state, world, order) => {
    const found = await (await begun).ask({ kind: "why", state, world, order });
    if (found.kind !== "why") throw new Error("a worker answered another question");
    return found.why;
  };
  /**
   * @param {EngineState} state @param {{first: number, count: number}} span
   * @param {(partial: RunResult) => void} onProgress @param {AbortSignal} signal
   */
  const run = async (state, span, onProgress, signal) => {
    if (span.first < 0 || span.first + span.count > about.worlds) throw new Error(`there are ${about.worlds} worlds`);
    return runOn(await begun, about, state, span, onProgress, signal);
  };
  return { worlds: about.worlds, ready: begun.then(() => undefined), run, world, why };
}

function processors() {
  return Math.min(globalThis.navigator?.hardwareConcurrency ?? 2, MOST);
}

/** @param {Bundle} bundle @param {number} workers @param {((script: string) => Port) | undefined} spawn */
async function begin(bundle, workers, spawn) {
  const missing = whatIsMissing(spawn === undefined);
  if (missing !== "") throw new Error(missing);
  const arrays = await unpack(bundle);
  const ports = Array.from({ length: Math.max(workers, 1) }, () => (spawn ?? browserWorker)(bundle.worker));
  await Promise.all(ports.map((port) => new Pool([port]).ask({ kind: "case", about: bundle.about, arrays })));
  return new Pool(ports);
}

/** A worker from a text: beside a page on a disk there is no file to start one from. @param {string} script @returns {Port} */
function browserWorker(script) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return /** @type {Port} */ (/** @type {unknown} */ (worker));
}

/**
 * @param {Pool} pool @param {import("./types").About} about @param {EngineState} state
 * @param {{first: number, count: number}} span
 * @param {(partial: RunResult) => void} onProgress @param {AbortSignal} signal
 * @returns {Promise<RunResult>}
 */
function runOn(pool, about, state, { first, count }, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const end = first + count, blocks = Math.ceil(count / BLOCK);
    /** @type {Block[]} */
    const found = [];
    let next = first, whole = 0, over = false;
    /** @param {unknown} reason */
    const stop = (reason) => {
      over = true;
      reject(reason);
    };
    if (signal.aborted) return stop(signal.reason);
    signal.addEventListener("abort", () => stop(signal.reason), { once: true });
    /** @param {Block} block */
    const keep = (block) => {
      if (over) return;
      found[(block.first - first) / BLOCK] = block;
      const before = whole;
      while (found[whole] !== undefined) whole += 1;
      if (whole === blocks) resolve(resultOf(about, found));
      else if (whole > before) onProgress(resultOf(about, found.slice(0, whole)));
    };
    if (count === 0) return resolve(resultOf(about, []));
    pool.follow(() => {
      if (over || next >= end) return null;
      const from = next;
      next = Math.min(next + BLOCK, end);
      return {
        task: { kind: "run", state, first: from, count: next - from },
        done: (answer) => (answer.kind === "run" ? keep(answer.block) : stop(new Error("a worker answered another question"))),
        failed: stop,
      };
    });
  });
}
