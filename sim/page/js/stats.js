/** Worlds to bands. Arrays are flat; axes are told beside them. */

/** Ends of 90%, ends of 50%, and the median, ascending. */
export const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Years of the windows in which SIPRI counts. */
export const SPAN = 5;

/**
 * A quantile of sorted values, between two of them by their distance, as NumPy takes it.
 * @param {ArrayLike<number>} sorted @param {number} level @returns {number}
 */
export function quantile(sorted, level) {
  if (sorted.length === 0) return NaN;
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/**
 * Median and bands of the worlds that have a value; NaN if none has.
 * @param {Iterable<number>} values @returns {number[]}
 */
export function bandOf(values) {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
  return LEVELS.map((level) => quantile(known, level));
}

/**
 * The band at each place of an array [worlds, places].
 * @param {Float64Array} values @param {number} worlds @returns {number[][]}
 */
export function bandsOf(values, worlds) {
  const places = values.length / worlds;
  const column = new Float64Array(worlds);
  return Array.from({ length: places }, (_, place) => {
    for (let world = 0; world < worlds; world++) column[world] = values[world * places + place];
    return bandOf(column);
  });
}

/**
 * Sums over five years, years on the last axis: [rows, years] to [rows, years - 4].
 * @param {ArrayLike<number>} yearly @param {number} years @returns {Float64Array}
 */
export function rolled(yearly, years) {
  const rows = yearly.length / years;
  const sums = Math.max(0, years - SPAN + 1);
  const out = new Float64Array(rows * sums);
  for (let row = 0; row < rows; row++)
    for (let first = 0; first < sums; first++) {
      let sum = 0;
      for (let year = first; year < first + SPAN; year++) sum += yearly[row * years + year];
      out[row * sums + first] = sum;
    }
  return out;
}

/**
 * Shares among suppliers: [blocks, suppliers, years] to the same; NaN where all are 0.
 * @param {Float64Array} volumes @param {number} suppliers @param {number} years @returns {Float64Array}
 */
export function sharesOf(volumes, suppliers, years) {
  const out = new Float64Array(volumes.length);
  const block = suppliers * years;
  for (let start = 0; start < volumes.length; start += block)
    for (let year = 0; year < years; year++) {
      let total = 0;
      for (let s = 0; s < suppliers; s++) total += volumes[start + s * years + year];
      for (let s = 0; s < suppliers; s++) {
        const place = start + s * years + year;
        out[place] = total > 0 ? volumes[place] / total : NaN;
      }
    }
  return out;
}

/**
 * Years before each row of yearly values: [blocks, suppliers, years] with [suppliers, before].
 * @param {Float64Array} values @param {number} years @param {number[][]} before
 * @returns {{values: Float64Array, years: number}}
 */
export function after(values, years, before) {
  const more = before.length > 0 ? before[0].length : 0;
  const long = years + more;
  const rows = values.length / years;
  const out = new Float64Array(rows * long);
  for (let row = 0; row < rows; row++) {
    if (more > 0) out.set(before[row % before.length], row * long);
    out.set(values.subarray(row * years, (row + 1) * years), row * long + more);
  }
  return { values: out, years: long };
}

/**
 * World by world, how many have more and how many less, beyond rounding.
 * @param {ArrayLike<number>} ours @param {ArrayLike<number>} theirs
 * @returns {{more: number, less: number, equal: number, known: number, mean: number}}
 */
export function pairs(ours, theirs) {
  let more = 0, less = 0, known = 0, sum = 0;
  const worlds = Math.min(ours.length, theirs.length);
  for (let world = 0; world < worlds; world++) {
    const gap = ours[world] - theirs[world];
    if (Number.isNaN(gap)) continue;
    known += 1;
    sum += gap;
    const slack = 1e-12 * Math.max(1, Math.abs(ours[world]), Math.abs(theirs[world]));
    if (gap > slack) more += 1;
    else if (gap < -slack) less += 1;
  }
  return { more, less, equal: known - more - less, known, mean: known > 0 ? sum / known : NaN };
}
