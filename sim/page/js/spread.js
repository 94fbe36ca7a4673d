/** A measure of the scenario: how it lies over the worlds, beside the original and the record. */

import { svg } from "./dom.js";
import { tick } from "./format.js";
import { ticksOf } from "./panel.js";
import { bandOf } from "./stats.js";

const LEFT = 16, RIGHT = 16, TOP = 34, ROW = 84, DOT = 3;

/**
 * @typedef {object} Spread
 * @property {string} words
 * @property {Float64Array} values by world
 * @property {Float64Array | null} original
 * @property {number | null} record
 * @property {boolean} percent
 * @property {boolean} years whether values are calendar years
 * @property {number} width
 */

/** @param {Spread} spread @returns {SVGSVGElement} */
export function drawSpread({ words, values, original, record, percent, years, width }) {
  const times = percent ? 100 : 1;
  const rows = original === null ? [values] : [values, original];
  const height = TOP + rows.length * ROW + 26;
  const [low, high] = rangeOf([...rows, ...(record === null ? [] : [[record]])]);
  const x = (/** @type {number} */ value) => LEFT + ((width - LEFT - RIGHT) * (value - low)) / (high - low || 1);
  const drawn = svg("svg", { class: "panel spread", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words });
  for (const value of ticksOf(low * times, high * times, Math.max(2, width / 110))) {
    if (years && !Number.isInteger(value)) continue;
    const words = years ? String(value) : `${tick(value)}${percent ? "%" : ""}`;
    drawn.append(
      svg("line", { class: "rule", x1: x(value / times), x2: x(value / times), y1: TOP - 8, y2: height - 24 }),
      svg("text", { class: "tick", x: x(value / times), y: height - 8, "text-anchor": "middle" }, words),
    );
  }
  rows.forEach((row, place) => {
    const bottom = TOP + (place + 1) * ROW - 18;
    drawn.append(
      svg("text", { class: "label", x: LEFT, y: bottom - ROW + 30 }, place === 0 ? (original === null ? "Worlds" : "Yours") : "Original"),
      ...dots(row, x, bottom, place === 0 ? "world" : "world faint"),
      ...bars(row, x, bottom + 8, place > 0),
    );
  });
  if (record !== null)
    drawn.append(
      svg("line", { class: "record", x1: x(record), x2: x(record), y1: TOP - 8, y2: height - 24 }),
      svg("text", { class: "label", x: x(record), y: TOP - 14, "text-anchor": x(record) > width / 2 ? "end" : "start" }, "record"),
    );
  return drawn;
}

/** @param {ArrayLike<number>[]} rows @returns {[number, number]} */
function rangeOf(rows) {
  let low = Infinity, high = -Infinity;
  for (const row of rows) {
    const sorted = Float64Array.from(row).filter((value) => Number.isFinite(value)).sort();
    if (sorted.length === 0) continue;
    low = Math.min(low, sorted[0]);
    high = Math.max(high, sorted.length > 40 ? sorted[Math.floor(0.99 * (sorted.length - 1))] : sorted[sorted.length - 1]);
  }
  if (low > high) return [0, 1];
  const pad = 0.04 * (high - low || Math.abs(high) || 1);
  return [low >= 0 && low < 0.3 * high ? 0 : low - pad, high + pad];
}

/** @param {Float64Array} values @param {(value: number) => number} x @param {number} bottom @param {string} name */
function dots(values, x, bottom, name) {
  /** @type {Map<number, number>} */
  const columns = new Map();
  const places = [...values].filter((value) => Number.isFinite(value)).map((value) => Math.round(x(value) / (2 * DOT)));
  for (const place of places) columns.set(place, (columns.get(place) ?? 0) + 1);
  const step = Math.min(2 * DOT, (ROW - 40) / Math.max(1, ...columns.values()));
  return [...columns].flatMap(([place, count]) =>
    Array.from({ length: count }, (_, row) => svg("circle", { class: name, cx: place * 2 * DOT, cy: bottom - DOT - row * step, r: DOT - 0.5 })));
}

/** @param {Float64Array} values @param {(value: number) => number} x @param {number} y @param {boolean} faint */
function bars(values, x, y, faint) {
  const [low, lower, median, upper, high] = bandOf(values);
  if (Number.isNaN(median)) return [svg("text", { class: "tick", x: x(NaN) || LEFT, y }, "undefined in every world")];
  const name = faint ? " faint" : "";
  return [
    svg("line", { class: `bar90${name}`, x1: x(low), x2: x(high), y1: y, y2: y }),
    svg("line", { class: `bar50${name}`, x1: x(lower), x2: x(upper), y1: y, y2: y }),
    svg("circle", { class: `middle${name}`, cx: x(median), cy: y, r: 4 }),
  ];
}
