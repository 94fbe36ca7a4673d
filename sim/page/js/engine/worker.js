/** What a worker does: it keeps a case in the memory of a kernel of its own, and plays worlds of it. */

import { Case, COLUMNS } from "./case.js";
import { Kernel } from "./kernel.js";
import { Ledgers, grown, growing } from "./ledgers.js";
import { valueOf } from "./measures.js";
import { whyOf } from "./why.js";

/** @typedef {import("./types").Task} Task */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Block} Block */
/** @typedef {import("../types").EngineState} EngineState */
/** @typedef {import("../types").Orders} Orders */

/** @typedef {{about: import("./types").About, case: Case, ledgers: Ledgers}} Bench */

/** @type {Bench | null} */
let bench = null;

/** @param {Task} task @returns {Promise<Answer>} */
async function answer(task) {
  if (task.kind === "case") {
    bench = await opened(task.about, task.arrays);
    return { kind: "case" };
  }
  if (bench === null) throw new Error("there is no case yet");
  bench.case.set(task.state);
  if (task.kind === "run") return { kind: "run", block: blockOf(bench, task.first, task.count) };
  if (task.kind === "world") return { kind: "world", orders: ordersOf(bench, task.world) };
  return { kind: "why", why: whyOf(bench.case, ordersOf(bench, task.world), task.world, task.order) };
}

/** @param {import("./types").About} about @param {ArrayBuffer} arrays @returns {Promise<Bench>} */
async function opened(about, arrays) {
  const code = about.arrays.find(({ name }) => name === "kernel");
  if (code === undefined) throw new Error("the kernel is missing");
  const { instance } = await WebAssembly.instantiate(new Uint8Array(arrays, code.at, code.shape[0]));
  const found = new Case(new Kernel(instance), about, arrays);
  return { about, case: found, ledgers: new Ledgers(found) };
}

/** @param {Bench} bench @param {number} first @param {number} count @returns {Block} */
function blockOf({ about, case: found, ledgers }, first, count) {
  const deliveries = growing(false), orders = growing(true);
  const measures = new Float64Array(count * about.measures.length);
  for (let w = 0; w < count; w++) {
    found.play(first + w);
    ledgers.clear();
    ledgers.pick(deliveries);
    ledgers.pick(orders);
    about.measures.forEach((measure, m) => (measures[w * about.measures.length + m] = valueOf(measure, { about, ledgers })));
  }
  const width = about.suppliers.length * ledgers.years;
  return { first, count, deliveries: grown(deliveries, width), orders: grown(orders, width), measures };
}

/** @param {Bench} bench @param {number} world @returns {Orders} */
function ordersOf({ about, case: found }, world) {
  found.play(world);
  const { kernel, rows } = found;
  const places = kernel.halves(/** @type {number} */ (found.place), rows * COLUMNS);
  const values = kernel.floats(/** @type {number} */ (found.value), rows * 2);
  const dates = found.datesOf(rows);
  /** @param {number} column @param {number} [from] */
  const whole = (column, from = 0) =>
    Int16Array.from({ length: rows }, (_, row) => from + places[2 * (row * COLUMNS + column)]);
  /** @param {number} end */
  const date = (end) => Int16Array.from({ length: rows }, (_, row) => years[0] + dates[2 * (2 * row + end)]);
  /** @param {number} column */
  const amount = (column) => Float64Array.from({ length: rows }, (_, row) => values[2 * row + column]);
  const { order, years } = about;
  return {
    length: rows, year: whole(order.signed, years[0]), buyer: whole(order.buyer), supplier: whole(order.supplier),
    class: whole(order.class), first: date(0), last: date(1),
    kind: whole(order.kind), tiv: amount(0), usd: amount(1),
    talks: kernel.floats(found.talks, found.talksLength).slice(),
  };
}

/** @param {Block} block @returns {Transferable[]} */
function buffersOf({ deliveries, orders, measures }) {
  const arrays = [deliveries, orders].flatMap(({ cells, ends, tiv, usd, counts }) => [cells, ends, tiv, usd, counts]);
  return [...arrays, measures].flatMap((one) => (one === null ? [] : [/** @type {ArrayBuffer} */ (one.buffer)]));
}

globalThis.onmessage = async (/** @type {{data: Task}} */ { data }) => {
  const post = /** @type {(answer: Answer, transfer?: Transferable[]) => void} */ (/** @type {unknown} */ (globalThis.postMessage));
  try {
    const found = await answer(data);
    post(found, found.kind === "run" ? buffersOf(found.block) : []);
  } catch (error) {
    post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
