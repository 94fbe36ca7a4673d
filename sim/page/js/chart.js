/** The chart: one large panel of the supplier that is looked at, and a small one of each main one. */

import { el, keepFocus, svg } from "./dom.js";
import { drawPanel, scalesOf } from "./panel.js";
import { wordsOf } from "./picture.js";

/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {import("./panel.js").Line} Line */

/** Panels in view at first. */
export const PANELS = 6;

/**
 * The supplier that is looked at: the one that was chosen, if it is shown, else the first.
 * @param {Picture} picture @param {State} state @param {PageData} data
 */
export function supplierOf(picture, state, data) {
  const chosen = data.meta.suppliers.findIndex(({ name }) => name === state.supplier);
  return chosen >= 0 ? chosen : (picture.suppliers[0] ?? 0);
}

/**
 * @param {Picture} picture @param {number} s supplier @param {State} state @param {PageData} data
 * @param {number} width @param {number} height @param {Partial<Panel>} [more] @returns {Panel}
 */
export function panelOf(picture, s, state, data, width, height, more = {}) {
  const { meta } = data;
  const first = Math.min(picture.at[0] ?? meta.years[0], ...(picture.record?.years ?? []));
  return {
    title: meta.suppliers[s].name, colour: meta.suppliers[s].colour, width, height,
    years: [first, meta.years[1]], range: picture.range, percent: picture.view.share,
    at: picture.at, bands: picture.bands[s], ghost: picture.ghost === null ? null : picture.ghost[s],
    record: picture.record === null ? null : { years: picture.record.years, values: picture.record.values[s] },
    events: eventsAt(state, data, s, first), year: null, guess: null, words: wordsOf(picture, s, data), ...more,
  };
}

/** @param {State} state @param {PageData} data @param {number} s @param {number} first */
function eventsAt(state, { meta }, s, first) {
  const supplier = meta.suppliers[s].name;
  return meta.events
    .filter((event) => event.suppliers.includes(supplier) && (state.buyer === "" || event.buyers.length === 0 || event.buyers.includes(state.buyer)))
    .map((event) => ({ year: state.events[event.id]?.year ?? event.year, on: state.events[event.id]?.on ?? true, moved: event.id in state.events }))
    .filter(({ year, on }) => on && year >= Math.max(first, meta.years[0]))
    .map(({ year, moved }) => ({ year, moved }));
}

/**
 * The large panel. A finger, a pointer or the arrow keys choose the year.
 * @param {HTMLElement} place @param {Panel} panel @param {(year: number) => void} look
 */
export function drawHero(place, panel, look) {
  const drawn = drawPanel(panel);
  const { year: yearAt } = scalesOf(panel);
  place.replaceChildren(drawn);
  place.onpointerdown = place.onpointermove = (event) => {
    if (event.type === "pointermove" && event.buttons === 0 && event.pointerType !== "mouse") return;
    const box = place.getBoundingClientRect();
    look(yearAt(((event.clientX - box.left) / box.width) * panel.width));
  };
}

/**
 * The small panels, each a button.
 * @param {HTMLElement} place @param {Picture} picture @param {State} state @param {PageData} data
 * @param {boolean} all whether every supplier is shown @param {(supplier: string) => void} choose
 */
export function drawGrid(place, picture, state, data, all, choose) {
  const chosen = supplierOf(picture, state, data);
  const shown = all ? picture.suppliers : picture.suppliers.slice(0, PANELS);
  const columns = Math.max(2, Math.min(3, Math.floor(place.clientWidth / 230)));
  const width = Math.max(140, Math.floor((place.clientWidth - 14 * (columns - 1)) / columns) - 18);
  place.style.setProperty("--columns", String(columns));
  keepFocus(place, () =>
    place.replaceChildren(...shown.map((s) => {
      const { name, colour } = data.meta.suppliers[s];
      const title = el("span", { class: "panel-title" }, name);
      title.style.setProperty("--c", colour);
      return el("button", {
        type: "button", class: "small", "aria-pressed": String(s === chosen), "data-key": name, onclick: () => choose(name),
      }, title, drawPanel(panelOf(picture, s, state, data, width, Math.round(width * 0.62))));
    })));
}

/**
 * What lines and bands mean.
 * @param {HTMLElement} place @param {{changed: boolean, record: boolean, difference: boolean, worlds: number, events: boolean, guess: boolean}} has
 */
export function drawKey(place, { changed, record, difference, worlds, events, guess }) {
  const line = (/** @type {string} */ name) => svg("svg", { class: "panel sample", width: 28, height: 12, "aria-hidden": "true" },
    svg("path", { class: name, d: "M1,6L27,6" }), name === "record" ? svg("circle", { class: "record-dot", cx: 14, cy: 6, r: 2.1 }) : null);
  const box = (/** @type {string} */ name) => svg("svg", { class: "panel sample", width: 28, height: 12, "aria-hidden": "true" },
    svg("path", { class: name, d: "M1,1H27V11H1Z" }));
  const upright = () => svg("svg", { class: "panel sample narrow", width: 8, height: 12, "aria-hidden": "true" }, svg("line", { class: "event", x1: 4, x2: 4, y1: 0, y2: 12 }));
  /** @type {[Node, string][]} */
  const items = [
    [line("median"), difference ? `median difference in ${worlds} worlds` : `median of ${worlds} worlds`],
    [box("band50"), "half of the worlds"],
    [box("band90"), "90% of the worlds"],
  ];
  if (record && !difference) items.push([line("record"), "record"]);
  if (changed && !difference) items.push([line("ghost"), "before your changes (median and 90%)"]);
  if (events) items.push([upright(), "event"]);
  if (guess) items.push([line("guess"), "your guess"]);
  place.replaceChildren(...items.map(([sample, words]) => el("li", {}, sample, words)));
}

/**
 * The chart as a table, for those who read and do not look.
 * @param {HTMLElement} place @param {Picture} picture @param {PageData} data @param {(value: number | null) => string} words
 */
export function drawTable(place, picture, data, words) {
  const last = picture.at.length - 1;
  const places = picture.at.flatMap((_, p) => ((last - p) % 5 === 0 ? [p] : []));
  place.replaceChildren(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The chart as a table" }, el("table", {},
    el("caption", {}, `${picture.view.words}, five years to each year: median (90% of worlds)`),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Supplier"), ...places.map((p) => el("th", { scope: "col" }, String(picture.at[p]))))),
    el("tbody", {}, ...picture.suppliers.map((s) => el("tr", {}, el("th", { scope: "row" }, data.meta.suppliers[s].name),
      ...places.map((p) => {
        const [low, , median, , high] = picture.bands[s][p];
        return el("td", {}, `${words(median)} (${words(low)} to ${words(high)})`);
      })))))));
}
