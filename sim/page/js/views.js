/** What can be shown, and how it comes from what the engine tallied. */

import { SPAN, after, bandsOf, rolled, sharesOf } from "./stats.js";

/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./types").Tallies} Tallies */
/** @typedef {import("./types").Unit} Unit */
/** @typedef {"deliveries" | "orders" | "counts"} FlowName */
/** @typedef {{id: string, words: string, flow: FlowName, share: boolean, unit: Unit, axis: string}} FlowView */

/** @type {Unit} */
const SHARE = { words: "share", gap: "points", percent: true, signed: false, whole: false };
/** @type {Unit} */
const TIV = { words: "TIV, millions", gap: "million TIV", percent: false, signed: false, whole: false };
/** @type {Unit} */
const COUNT = { words: "orders", gap: "orders", percent: false, signed: false, whole: true };

/** @type {FlowView[]} */
export const VIEWS = [
  { id: "share-deliveries", words: "Share of deliveries", flow: "deliveries", share: true, unit: SHARE, axis: "Share of deliveries (%)" },
  { id: "share-orders", words: "Share of orders", flow: "orders", share: true, unit: SHARE, axis: "Share of orders (%)" },
  { id: "deliveries", words: "Deliveries", flow: "deliveries", share: false, unit: TIV, axis: "Deliveries in five years (TIV, millions)" },
  { id: "orders", words: "Orders", flow: "orders", share: false, unit: TIV, axis: "Orders in five years (TIV, millions)" },
  { id: "counts", words: "Number of orders", flow: "counts", share: false, unit: COUNT, axis: "Number of orders in five years" },
];

/** The beginning of the id of a view that is a measure of the scenario. */
export const MEASURE = "measure:";

/**
 * The view of flows with this id, or null if it is a measure.
 * @param {string} id @returns {FlowView | null}
 */
export function flowView(id) {
  return VIEWS.find((view) => view.id === id) ?? null;
}

/**
 * Values by world, supplier and window of five years; windows are named by their last year.
 * @typedef {{values: Float64Array, worlds: number, years: number[], suppliers: number}} Series
 */

/**
 * @param {FlowView} view @param {Tallies} tallies @param {number} worlds
 * @param {string} buyer @param {Meta} meta @returns {Series}
 */
export function seriesOf(view, tallies, worlds, buyer, meta) {
  const suppliers = meta.suppliers.length;
  const [first, last] = meta.years;
  const yearly = tallies.flow(view.flow, "tiv", buyer);
  const before = view.flow === "deliveries" ? recordBefore(meta, buyer) : [];
  const long = after(yearly.subarray(0, worlds * suppliers * (last - first + 1)), last - first + 1, before);
  const sums = rolled(long.values, long.years);
  const count = Math.max(0, long.years - SPAN + 1);
  const years = Array.from({ length: count }, (_, place) => last - count + 1 + place);
  const values = view.share ? sharesOf(sums, suppliers, count) : sums;
  return { values, worlds, years, suppliers };
}

/**
 * The unbroken yearly record right before the start, at most four years: [suppliers][years].
 * @param {Meta} meta @param {string} buyer @returns {number[][]}
 */
function recordBefore(meta, buyer) {
  const record = meta.record[buyer];
  if (record === undefined) return [];
  /** @type {number[]} */
  const places = [];
  for (let year = meta.years[0] - 1; places.length < SPAN - 1; year--) {
    const place = record.years.indexOf(year);
    if (place < 0) break;
    places.unshift(place);
  }
  return places.length === 0 ? [] : record.yearly.map((row) => places.map((place) => row[place]));
}

/**
 * Bands of each supplier [suppliers][years][levels], kept as long as their series.
 * @param {Series} series @returns {number[][][]}
 */
export function bandsBySupplier(series) {
  const known = keptBands.get(series);
  if (known !== undefined) return known;
  const flat = bandsOf(series.values, series.worlds);
  const width = series.years.length;
  const bands = Array.from({ length: series.suppliers }, (_, s) => flat.slice(s * width, (s + 1) * width));
  keptBands.set(series, bands);
  return bands;
}

/** @type {WeakMap<Series, number[][][]>} */
const keptBands = new WeakMap();

/**
 * The values of one supplier and year, by world.
 * @param {Series} series @param {number} supplier @param {number} year @returns {Float64Array}
 */
export function valuesAt(series, supplier, year) {
  const place = supplier * series.years.length + series.years.indexOf(year);
  const block = series.suppliers * series.years.length;
  return Float64Array.from({ length: series.worlds }, (_, world) => series.values[world * block + place]);
}

/**
 * What the record says of a view, by supplier; windows by their last year. Null if nothing.
 * @param {FlowView} view @param {Meta} meta @param {string} buyer
 * @returns {{years: number[], values: number[][]} | null}
 */
export function recordOf(view, meta, buyer) {
  const record = meta.record[buyer];
  if (record === undefined || view.flow === "counts") return null;
  const earliest = meta.years[0] - SPAN - 1;
  const found = view.flow === "deliveries" && record.years.length > 0 ? yearly(record) : inWindows(view, record);
  const keep = found.years.flatMap((year, place) => (year >= earliest && year <= meta.years[1] ? [place] : []));
  if (keep.length === 0) return null;
  const volumes = found.values.map((row) => keep.map((place) => row[place]));
  return { years: keep.map((place) => found.years[place]), values: view.share ? shared(volumes) : volumes };
}

/** @param {import("./types").BuyerRecord} record */
function yearly(record) {
  const first = record.years[0], last = record.years[record.years.length - 1];
  const all = record.yearly.map((row) => {
    const whole = new Array(last - first + 1).fill(NaN);
    record.years.forEach((year, place) => (whole[year - first] = row[place]));
    return [...rolled(whole, whole.length)];
  });
  const count = Math.max(0, last - first + 2 - SPAN);
  return { years: Array.from({ length: count }, (_, place) => first + SPAN - 1 + place), values: all };
}

/** @param {FlowView} view @param {import("./types").BuyerRecord} record */
function inWindows(view, record) {
  const windows = view.flow === "orders" ? record.order_windows : record.windows;
  const volumes = view.flow === "orders" ? record.ordered : record.delivered;
  const places = windows.flatMap(([first, last], place) => (last - first + 1 === SPAN ? [place] : []));
  return { years: places.map((place) => windows[place][1]), values: volumes.map((row) => places.map((place) => row[place])) };
}

/** @param {number[][]} volumes */
function shared(volumes) {
  const totals = volumes[0].map((_, place) => volumes.reduce((sum, row) => sum + row[place], 0));
  return volumes.map((row) => row.map((value, place) => (totals[place] > 0 ? value / totals[place] : NaN)));
}

/**
 * Suppliers in the order in which they are shown: the highest mean first, of the middle half of the
 * worlds or of the record, whichever is higher.
 * @param {(number | null)[][][]} bands @param {{values: number[][]} | null} record @returns {number[]}
 */
export function ranked(bands, record) {
  return bands
    .map((years, s) => {
      const simulated = mean(years.flatMap((band) => [band[1], band[2], band[3]]));
      return { s, value: Math.max(simulated, record === null ? 0 : mean(record.values[s])) };
    })
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value || one.s - other.s)
    .map(({ s }) => s);
}

/** @param {(number | null)[]} values */
function mean(values) {
  const known = values.filter((value) => value !== null && !Number.isNaN(value)).map(Number);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : 0;
}
