/** The reasons for which states choose, as sliders: a few in view, all on demand, by group. */

import { el, keepFocus } from "./dom.js";
import { moreButton } from "./events.js";
import { capital, number } from "./format.js";
import { sliderOf } from "./sliders.js";
import { withParameter } from "./state.js";

/** @typedef {import("./types").ParameterMeta} ParameterMeta */
/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./state.js").State} State */

/**
 * @param {HTMLElement} place @param {Meta} meta @param {State} state @param {{all: boolean}} view
 * @param {import("./events.js").Moves} moves
 */
export function drawReasons(place, meta, state, view, moves) {
  const groups = meta.groups
    .map((group) => ({ ...group, rows: meta.parameters.filter((row) => row.group === group.name && (view.all || row.main || row.name in state.parameters)) }))
    .filter(({ rows }) => rows.length > 0);
  const shown = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  keepFocus(place, () =>
    place.replaceChildren(
      ...groups.map((group) => groupOf(group, meta, state, moves)),
      view.all
        ? moreButton("Show the main reasons only", () => { view.all = false; moves.again(); })
        : moreButton(`Show all ${meta.parameters.length} numbers (${meta.parameters.length - shown} more)`, () => { view.all = true; moves.again(); })));
}

/**
 * @param {{name: string, meaning: string, rows: ParameterMeta[]}} group @param {Meta} meta
 * @param {State} state @param {import("./events.js").Moves} moves
 */
function groupOf({ name, meaning, rows }, meta, state, moves) {
  const all = meta.parameters.filter((row) => row.group === name && row.off !== null);
  const off = all.length > 0 && all.every((row) => state.parameters[row.name] === row.off);
  const box = el("input", {
    type: "checkbox", role: "switch", "data-key": `group-${name}`,
    onchange: () => moves.change(all.reduce((now, row) => withParameter(now, row.name, box.checked ? null : row.off), state)),
  });
  box.checked = !off;
  const title = el("span", {}, capital(name));
  return el("section", { class: off ? "reason off" : "reason" },
    el("h4", {}, all.length > 0 ? el("label", { class: "switch" }, box, title) : title),
    el("p", { class: "note" }, `${capital(meaning)}.`),
    off ? null : el("div", {}, ...rows.map((row) => reasonSlider(row, state, moves))));
}

/** @param {ParameterMeta} row @param {State} state @param {import("./events.js").Moves} moves */
function reasonSlider(row, state, moves) {
  const moved = row.name in state.parameters;
  const middle = row.drawn[2];
  const words = (/** @type {number} */ value) => (value === row.off ? "no effect" : number(value));
  const slider = sliderOf({
    key: row.name, label: capital(row.label), low: row.low, high: row.high, step: (row.high - row.low) / 100,
    value: moved ? state.parameters[row.name] : middle, moved, usual: [row.drawn[0], row.drawn[4]],
    words: (value) => (moved || value !== middle ? words(value) : "each world its own"),
    oninput: (value) => moves.drag(withParameter(state, row.name, value)),
    ondone: moves.again,
    onreset: () => moves.change(withParameter(state, row.name, null)),
  });
  slider.title = `${row.meaning} (${row.unit}; ${row.evidence})`;
  return slider;
}
