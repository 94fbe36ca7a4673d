/** What is drawn: bands of the buyer and the view, ours and the original's, from what has run. */

import { capital, inSentence, inUnit, whose } from "./format.js";
import { bandsBySupplier, flowView, ranked, recordOf, seriesOf } from "./views.js";

/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./types").RunResult} RunResult */
/** @typedef {import("./views.js").Series} Series */
/** @typedef {import("./views.js").FlowView} FlowView */
/** @typedef {(number | null)[][][]} Bands */

/**
 * @typedef {object} Picture
 * @property {FlowView} view
 * @property {string} buyer
 * @property {number[]} at last years of windows
 * @property {Bands} bands [suppliers][years][levels]
 * @property {Bands | null} ghost
 * @property {{years: number[], values: number[][]} | null} record
 * @property {[number, number]} range of all panels
 * @property {number[]} suppliers in the order shown
 * @property {Series | null} ours
 * @property {Series | null} theirs the original's
 * @property {boolean} difference
 */

/** Series of results, kept as long as their result is. */
/** @type {WeakMap<RunResult, Map<string, Series>>} */
const kept = new WeakMap();

/** @param {RunResult} result @param {FlowView} view @param {string} buyer @param {PageData} data @returns {Series} */
export function keptSeries(result, view, buyer, data) {
  const known = kept.get(result) ?? new Map();
  kept.set(result, known);
  const key = `${view.id} ${buyer}`;
  const found = known.get(key) ?? seriesOf(view, result.tallies, result.worlds, buyer, data.meta);
  known.set(key, found);
  return found;
}

/**
 * The picture of a view of flows; null where nothing has run and nothing was shipped.
 * @param {PageData} data @param {{buyer: string, view: string, difference: boolean}} state
 * @param {RunResult | null} mine @param {RunResult | null} original @returns {Picture | null}
 */
export function pictureOf(data, state, mine, original) {
  const view = flowView(state.view);
  if (view === null) return null;
  const { buyer } = state;
  const record = recordOf(view, data.meta, buyer);
  const shipped = data.shipped.views[view.id]?.[buyer] ?? null;
  if (mine === null) {
    if (shipped === null) return null;
    const last = data.meta.years[1];
    const at = shipped[0].map((_, place) => last - shipped[0].length + 1 + place);
    return finish({ view, buyer, at, bands: shipped, ghost: null, record, ours: null, theirs: null, difference: false }, shipped, record);
  }
  const ours = keptSeries(mine, view, buyer, data);
  const theirs = original === null ? null : keptSeries(original, view, buyer, data);
  const own = bandsBySupplier(ours);
  const ghost = theirs !== null && original !== mine ? bandsBySupplier(theirs) : null;
  const first = theirs === null ? (shipped ?? own) : (ghost ?? own);
  if (state.difference && theirs !== null && ghost !== null) {
    const bands = bandsBySupplier(gap(ours, theirs));
    return finish({ view, buyer, at: ours.years, bands, ghost: null, record: null, ours, theirs, difference: true }, first, record);
  }
  return finish({ view, buyer, at: ours.years, bands: own, ghost, record, ours, theirs, difference: false }, first, record);
}

/**
 * World by world, ours less theirs.
 * @param {Series} ours @param {Series} theirs @returns {Series}
 */
export function gap(ours, theirs) {
  return { ...ours, values: ours.values.map((value, place) => value - theirs.values[place]) };
}

/** @param {Omit<Picture, "range" | "suppliers">} picture @param {Bands} first @param {Picture["record"]} record @returns {Picture} */
function finish(picture, first, record) {
  const suppliers = ranked(first, record);
  return { ...picture, suppliers, range: rangeOf(picture, suppliers) };
}

/** @param {Omit<Picture, "range" | "suppliers">} picture @param {number[]} suppliers @returns {[number, number]} */
function rangeOf({ view, bands, ghost, record, difference }, suppliers) {
  if (view.share && !difference) return [0, 1];
  const ends = suppliers.flatMap((s) => [...bands[s], ...(ghost?.[s] ?? [])].flatMap((band) => [band[0], band[4]]));
  const told = record === null ? [] : suppliers.flatMap((s) => record.values[s]);
  const known = [...ends, ...told].map((value) => (value === null ? NaN : Number(value))).filter((value) => Number.isFinite(value));
  const high = Math.max(view.share ? 0.1 : 1, ...known);
  if (!difference) return [0, high];
  const low = Math.min(view.share ? -0.1 : -1, ...known);
  return [low, high];
}

/**
 * What a panel says to a reader who does not see it.
 * @param {Picture} picture @param {number} s @param {PageData} data
 */
export function wordsOf({ view, buyer, bands, at, difference, record }, s, data) {
  const last = at.length - 1;
  const name = capital(inSentence(data.meta.suppliers[s].name));
  if (last < 0) return name;
  const [low, , median, , high] = bands[s][last].map((value) => inUnit(view.unit, value === null ? NaN : value));
  const what = difference ? `difference from the original` : view.words.toLowerCase();
  const told = record === null ? "" : ` Record to ${record.years[record.years.length - 1]}: ${inUnit(view.unit, record.values[s][record.years.length - 1])}.`;
  return `${name}, ${what}, ${whose(buyer)} five years to ${at[last]}: median ${median}, 90% of worlds from ${low} to ${high}.${told}`;
}
