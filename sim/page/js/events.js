/** The events of the scenario: each a switch, with sliders for its year and its size. */

import { el, keepFocus } from "./dom.js";
import { number } from "./format.js";
import { sliderOf } from "./sliders.js";
import { eventNow, withEvent } from "./state.js";

/** @typedef {import("./types").EventMeta} EventMeta */
/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./state.js").State} State */

/**
 * What a control calls: `change` for a new state, `drag` for one on the way, while a slider is held,
 * and `again` when only the controls are to be drawn anew.
 * @typedef {{change: (state: State) => void, drag: (state: State) => void, again: () => void}} Moves
 */

const IN_VIEW = 6;

/**
 * Draw the events; those that concern the buyer come first, and the others on demand.
 * @param {HTMLElement} place @param {Meta} meta @param {State} state
 * @param {{open: Set<string>, all: boolean}} view which are unfolded
 * @param {Moves} moves
 */
export function drawEvents(place, meta, state, view, moves) {
  const near = meta.events.filter((event) => concerns(event, state));
  const far = meta.events.filter((event) => !concerns(event, state));
  const shown = view.all ? [...near, ...far] : near.slice(0, Math.max(IN_VIEW, lastMoved(near, state)));
  const left = meta.events.length - shown.length;
  keepFocus(place, () =>
    place.replaceChildren(
      el("ul", { class: "events" }, ...shown.map((event) => entry(event, state, view, moves))),
      left > 0 && !view.all ? moreButton(`Show ${left} more events`, () => { view.all = true; moves.again(); }) : "",
      view.all ? moreButton("Show fewer", () => { view.all = false; moves.again(); }) : "",
    ));
}

/** @param {string} words @param {() => void} onclick */
export function moreButton(words, onclick) {
  return el("button", { type: "button", class: "more", "data-key": words, onclick }, words);
}

/** @param {EventMeta} event @param {State} state */
function concerns(event, state) {
  return state.buyer === "" || event.buyers.length === 0 || event.buyers.includes(state.buyer) || event.id in state.events;
}

/** @param {EventMeta[]} events @param {State} state */
function lastMoved(events, state) {
  return 1 + events.reduce((last, { id }, place) => (id in state.events ? place : last), -1);
}

/**
 * @param {EventMeta} event @param {State} state @param {{open: Set<string>}} view
 * @param {Moves} moves
 */
function entry(event, state, view, moves) {
  const now = eventNow(state, event);
  const open = view.open.has(event.id);
  const box = el("input", {
    type: "checkbox", role: "switch", id: `event-${event.id}`, "data-key": `event-${event.id}`,
    onchange: () => moves.change(withEvent(state, event, { on: box.checked })),
  });
  box.checked = now.on;
  const unfold = el("button", {
    type: "button", class: "unfold", "aria-expanded": String(open), "aria-label": `Year, size and source of ${event.label}`,
    "data-key": `unfold-${event.id}`,
    onclick: () => { if (open) view.open.delete(event.id); else view.open.add(event.id); moves.again(); },
  }, el("span", { class: "when" }, String(now.year)), el("span", { class: "chevron", "aria-hidden": "true" }));
  return el("li", { class: ["event", event.id in state.events ? "moved" : "", now.on ? "" : "off"].join(" ") },
    el("div", { class: "event-head" }, el("label", { class: "switch" }, box, el("span", { class: "event-name" }, event.label)), unfold),
    open ? details(event, now, state, moves) : null);
}

/**
 * @param {EventMeta} event @param {{on: boolean, year: number, size: number}} now
 * @param {State} state @param {Moves} moves
 */
function details(event, now, state, moves) {
  const moved = event.id in state.events;
  return el("div", { class: "event-more" },
    el("p", {}, event.why),
    event.years[0] < event.years[1] ? sliderOf({
      key: `year-${event.id}`, label: "Year", low: event.years[0], high: event.years[1], step: 1, value: Math.max(event.years[0], now.year),
      words: (year) => (year === event.years[0] && event.year < year ? `before ${year + 1}` : String(year)),
      moved: now.year !== event.year, usual: null,
      oninput: (year) => moves.drag(withEvent(state, event, { year: year === event.years[0] && event.year < year ? event.year : year })),
      ondone: moves.again, onreset: null,
    }) : null,
    event.sizes === null ? null : sliderOf({
      key: `size-${event.id}`, label: "Size", low: event.sizes[0], high: event.sizes[1], step: 0.05, value: now.size,
      words: (size) => (size === 1 ? "as it was" : `${number(size)} times`),
      moved: now.size !== 1, usual: null,
      oninput: (size) => moves.drag(withEvent(state, event, { size })), ondone: moves.again, onreset: null,
    }),
    event.size_words === "" ? null : el("p", { class: "note" }, event.size_words),
    el("p", { class: "note" }, event.source === "" ? "Supposed; no source." : `Source: ${event.source}.`),
    moved ? el("button", {
      type: "button", class: "quiet", "data-key": `back-${event.id}`,
      onclick: () => moves.change(withEvent(state, event, { on: true, year: event.year, size: 1 })),
    }, "Put this event back") : null);
}
