/** What the picture comes to, in a sentence: one supplier, one window, all worlds. */

import { capital, gapInUnit, inSentence, inUnit, whose } from "./format.js";
import { bandOf, pairs } from "./stats.js";
import { valuesAt } from "./views.js";

/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./types").MeasureMeta} MeasureMeta */
/** @typedef {import("./picture.js").Picture} Picture */

const NOUNS = {
  "share-deliveries": "share of the deliveries", "share-orders": "share of the orders",
  deliveries: "deliveries", orders: "orders", counts: "number of orders",
};

/**
 * @param {Picture} picture @param {number} supplier @param {number} year last of the window
 * @param {PageData} data @returns {{lead: string, rest: string[]}}
 */
export function sentenceOf(picture, supplier, year, data) {
  const { view, buyer, ours, theirs } = picture;
  const place = picture.at.indexOf(year);
  const name = data.meta.suppliers[supplier].name;
  const to = buyer === "" ? "to all buyers" : `${view.flow === "deliveries" ? "to" : "of"} ${inSentence(buyer)}`;
  const noun = NOUNS[/** @type {keyof typeof NOUNS} */ (view.id)];
  const about = `${capital(whose(name))} ${noun} ${to}, ${year - 4} to ${year}`;
  if (place < 0) return { lead: about, rest: ["Not simulated: this window lies before the start."] };
  if (ours === null || picture.difference === false && theirs === null) {
    const [low, , median, , high] = picture.bands[supplier][place].map((value) => (value === null ? NaN : value));
    return { lead: `${about}: ${inUnit(view.unit, median)} in the median world.`, rest: [bandWords(view.unit, low, high), ...recordWords(picture, supplier, year)] };
  }
  const own = valuesAt(ours, supplier, year);
  const [low, , median, , high] = bandOf(own);
  const lead = `${about}: ${inUnit(view.unit, median)} in the median world.`;
  const rest = [bandWords(view.unit, low, high), ...recordWords(picture, supplier, year)];
  if (theirs !== null && ours !== theirs) rest.unshift(comparedWords(own, valuesAt(theirs, supplier, year), view.unit));
  return { lead, rest };
}

/**
 * The same of a measure of the scenario.
 * @param {MeasureMeta} measure @param {Float64Array} ours @param {Float64Array | null} theirs
 */
export function measureSentence(measure, ours, theirs) {
  const [low, , median, , high] = bandOf(ours);
  const rest = [bandWords(measure.unit, low, high)];
  if (theirs !== null) rest.unshift(comparedWords(ours, theirs, measure.unit));
  if (measure.record !== null) rest.push(`The record: ${inUnit(measure.unit, measure.record)}, ${inside(measure.record, low, high)} this band.`);
  return { lead: `${measure.label}: ${inUnit(measure.unit, median)} in the median world.`, rest };
}

/**
 * "Of 200 worlds, 164 have less": the same worlds, with and without the changes.
 * @param {Float64Array} ours @param {Float64Array} theirs @param {import("./types").Unit} unit
 */
export function comparedWords(ours, theirs, unit) {
  const { more, less, equal, known, mean } = pairs(ours, theirs);
  if (known === 0) return "No world has a value both ways.";
  const original = inUnit(unit, bandOf(theirs)[2]);
  const parts = less >= more ? [`${less} have less`, `${more} more`] : [`${more} have more`, `${less} less`];
  return `Before your changes: ${original}. Of ${known} worlds, ${parts[0]}, ${parts[1]} and ${equal} the same; on average ${gapInUnit(unit, mean)}.`;
}

/** @param {import("./types").Unit} unit @param {number} low @param {number} high */
function bandWords(unit, low, high) {
  return Number.isNaN(low) ? "Undefined in every world." : `90% of worlds lie between ${inUnit(unit, low)} and ${inUnit(unit, high)}.`;
}

/** @param {Picture} picture @param {number} supplier @param {number} year @returns {string[]} */
function recordWords({ record, view, bands, at }, supplier, year) {
  if (record === null) return [];
  const place = record.years.indexOf(year);
  const value = place < 0 ? NaN : record.values[supplier][place];
  if (Number.isNaN(value)) return [`The record ends in ${record.years[record.years.length - 1]}.`];
  const band = bands[supplier][at.indexOf(year)];
  return [`The record: ${inUnit(view.unit, value)}, ${inside(value, band[0], band[4])} this band.`];
}

/** @param {number} value @param {number | null} low @param {number | null} high */
function inside(value, low, high) {
  return low !== null && high !== null && value >= low - 1e-12 && value <= high + 1e-12 ? "inside" : "outside";
}
