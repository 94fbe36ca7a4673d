/** Numbers and names as people read them; a value looks as `sim.measure.unit` writes it. */

/** @typedef {import("./types").Unit} Unit */

/** @param {string} text */
const trueMinus = (text) => text.replace(/^-/, "−");

/**
 * A number in about three digits.
 * @param {number} value @returns {string}
 */
export function number(value) {
  const size = Math.abs(value);
  if (value === 0) return "0";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const text = value.toLocaleString("en", { maximumFractionDigits: digits });
  return trueMinus(text);
}

/**
 * A value with its unit where that is short; `undefined` where a world has none.
 * @param {Unit} unit @param {number | null} value @returns {string}
 */
export function inUnit(unit, value) {
  if (value === null) return "";
  if (Number.isNaN(value)) return "undefined";
  if (unit.percent) {
    const percent = 100 * value;
    const digits = Math.abs(percent) >= 9.95 || percent === 0 ? 0 : 1;
    const sign = unit.signed && value > 0 ? "+" : "";
    return trueMinus(`${sign}${percent.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits })}%`);
  }
  if (unit.words === "year") return Number.isInteger(value) ? String(value) : value.toFixed(1);
  return number(value);
}

/**
 * A difference of two values in its unit, with its sign.
 * @param {Unit} unit @param {number} value @returns {string}
 */
export function gapInUnit(unit, value) {
  const scaled = unit.percent ? 100 * value : value;
  const sign = scaled > 0 ? "+" : "";
  const words = unit.gap || unit.words;
  return `${sign}${number(Math.abs(scaled) < 0.05 ? 0 : scaled)} ${words}`.trim();
}

/** @param {string} name */
const bare = (name) => (name === "United States" || name === "United Kingdom" || name === "Netherlands" ? `the ${name}` : name);

/**
 * A state within a sentence.
 * @param {string} name @returns {string}
 */
export function inSentence(name) {
  return name === "" ? "all buyers" : name === "Other suppliers" ? "other suppliers" : bare(name);
}

/**
 * Whose it is: `India’s`, `the United States’`.
 * @param {string} name @returns {string}
 */
export function whose(name) {
  const words = inSentence(name);
  return words.endsWith("s") ? `${words}’` : `${words}’s`;
}

/** @param {string} words @returns {string} */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Percentages, volumes or counts along an axis.
 * @param {number} value @returns {string}
 */
export function tick(value) {
  return trueMinus(value.toLocaleString("en", { maximumFractionDigits: 2 }));
}
