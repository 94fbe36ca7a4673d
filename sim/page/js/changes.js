/** What the reader has changed, in words, and which of it did what is seen. */

import { el } from "./dom.js";
import { gapInUnit, number } from "./format.js";
import { groupsOff } from "./state.js";
import { pairs } from "./stats.js";

/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./types").EngineState} EngineState */
/** @typedef {import("./types").RunResult} RunResult */
/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./state.js").State} State */
/** @typedef {{key: string, words: string, alone: EngineState, undo: (state: State) => State}} Change */

/**
 * Each change: in words, alone, and undone.
 * @param {State} state @param {Meta} meta @returns {Change[]}
 */
export function changesOf(state, meta) {
  const events = Object.entries(state.events).map(([id, now]) => {
    const event = meta.events.find((one) => one.id === id);
    const parts = !now.on ? ["off"] : [
      event !== undefined && now.year !== event.year ? `in ${now.year}, not ${event.year}` : "",
      now.size !== 1 ? `${number(now.size)} times as large` : "",
    ].filter((part) => part !== "");
    return {
      key: `event.${id}`, words: `${event?.label ?? id}: ${parts.join(", ")}`, alone: { events: { [id]: now }, parameters: {} },
      undo: (/** @type {State} */ from) => ({ ...from, events: without(from.events, id) }),
    };
  });
  const groups = groupsOff(state, meta);
  const grouped = new Set(groups.flatMap(({ rows }) => rows.map((row) => row.name)));
  const families = groups.map(({ name, rows }) => ({
    key: `group.${name}`, words: `${name}: off`,
    alone: { events: {}, parameters: Object.fromEntries(rows.map((row) => [row.name, state.parameters[row.name]])) },
    undo: (/** @type {State} */ from) => ({ ...from, parameters: rows.reduce((all, row) => without(all, row.name), from.parameters) }),
  }));
  const parameters = Object.entries(state.parameters).filter(([name]) => !grouped.has(name)).map(([name, value]) => {
    const row = meta.parameters.find((one) => one.name === name);
    return {
      key: `set.${name}`, words: `${row?.label ?? name}: ${value === row?.off ? "no effect" : number(value)}`,
      alone: { events: {}, parameters: { [name]: value } },
      undo: (/** @type {State} */ from) => ({ ...from, parameters: without(from.parameters, name) }),
    };
  });
  return [...events, ...families, ...parameters];
}

/** @template T @param {Record<string, T>} from @param {string} key @returns {Record<string, T>} */
function without(from, key) {
  return Object.fromEntries(Object.entries(from).filter(([one]) => one !== key));
}

/**
 * @param {HTMLElement} place @param {State} state @param {Meta} meta @param {(state: State) => void} change
 */
export function drawChanges(place, state, meta, change) {
  place.replaceChildren(...changesOf(state, meta).map(({ words, undo }) =>
    el("li", {}, el("span", {}, words), el("button", { type: "button", class: "undo", "aria-label": `Undo: ${words}`, onclick: () => change(undo(state)) }, "×"))));
}

/**
 * @typedef {object} Alone
 * @property {string} words
 * @property {ReturnType<typeof pairs>} pairs
 */

/**
 * Try each change without the others, and all together.
 * @param {State} state @param {Meta} meta
 * @param {(state: EngineState, tell: (done: number) => void) => Promise<RunResult>} run
 * @param {RunResult} original @param {(result: RunResult) => Float64Array} measured
 * @param {(part: number) => void} tell @returns {Promise<Alone[]>}
 */
export async function eachAlone(state, meta, run, original, measured, tell) {
  const changes = changesOf(state, meta);
  const base = measured(original);
  const all = { words: "All together", alone: { events: state.events, parameters: state.parameters } };
  const found = [];
  const tried = changes.length > 1 ? [...changes, all] : changes;
  for (const { words, alone } of tried) {
    const result = await run(alone, (done) => tell((found.length + done / original.worlds) / tried.length));
    found.push({ words, pairs: pairs(measured(result), base) });
    tell(found.length / tried.length);
  }
  return found;
}

/** @param {HTMLElement} place @param {Alone[]} found @param {Unit} unit @param {string} about */
export function drawAlone(place, found, unit, about) {
  const most = Math.max(...found.map(({ pairs }) => Math.abs(pairs.mean) || 0), 1e-9);
  place.replaceChildren(
    el("table", { class: "alone" },
      el("caption", {}, about),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Change"), el("th", { scope: "col" }, "On average"), el("th", { scope: "col" }, "Worlds"))),
      el("tbody", {}, ...found.map(({ words, pairs: { mean, more, less, equal } }) => {
        const bar = el("span", { class: mean < 0 ? "bar less" : "bar", "aria-hidden": "true" });
        bar.style.setProperty("--part", `${(50 * Math.abs(mean || 0)) / most}%`);
        return el("tr", {}, el("th", { scope: "row" }, words),
          el("td", {}, bar, Number.isNaN(mean) ? "undefined" : gapInUnit(unit, mean)),
          el("td", {}, `${less} less, ${more} more, ${equal} same`));
      }))),
    el("p", { class: "note" }, "Effects need not add up: one change may need another, or stand in for it."));
}
