/** A guess, made before one sees: drawn on the chart, or picked from answers. */

import { el } from "./dom.js";
import { scalesOf } from "./panel.js";

/** @typedef {import("./types").LessonChoice} LessonChoice */
/** @typedef {import("./panel.js").Line} Line */
/** @typedef {import("./panel.js").Panel} Panel */

/**
 * Let a finger or a pointer draw a line over the panel, from a year on.
 * @param {HTMLElement} place that holds the panel @param {() => Panel} panelNow @param {Line} line that is drawn
 * @param {() => void} drawn
 */
export function drawOn(place, panelNow, line, drawn) {
  /** @type {number | null} */
  let before = null;
  place.classList.add("drawing");
  const take = (/** @type {PointerEvent} */ event) => {
    const panel = panelNow();
    const scales = scalesOf(panel);
    const box = place.getBoundingClientRect();
    const year = Math.max(line.years[0], scales.year(((event.clientX - box.left) / box.width) * panel.width));
    const value = scales.value(((event.clientY - box.top) / box.height) * panel.height);
    const from = before ?? year;
    for (let one = Math.min(from, year); one <= Math.max(from, year); one++) line.values[one - line.years[0]] = value;
    before = year;
    fillGaps(line);
    drawn();
  };
  place.onpointerdown = (event) => { place.setPointerCapture(event.pointerId); before = null; take(event); };
  place.onpointermove = (event) => { if (place.hasPointerCapture(event.pointerId)) take(event); };
}

/** @param {HTMLElement} place */
export function stopDrawing(place) {
  place.classList.remove("drawing");
  place.onpointerdown = place.onpointermove = null;
}

/**
 * A line without a guess yet.
 * @param {number} from @param {number} to @returns {Line}
 */
export function emptyLine(from, to) {
  const years = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  return { years, values: years.map(() => NaN) };
}

/** Years between two drawn ones lie on the straight line between them. @param {Line} line */
function fillGaps({ values }) {
  let last = -1;
  values.forEach((value, place) => {
    if (Number.isNaN(value)) return;
    for (let gap = last + 1; last >= 0 && gap < place; gap++)
      values[gap] = values[last] + ((value - values[last]) * (gap - last)) / (place - last);
    last = place;
  });
}

/**
 * The same without a pointer: a straight line to a value in the last year.
 * @param {Line} line @param {number} start @param {number} end
 */
export function straight(line, start, end) {
  const steps = line.years.length - 1;
  line.years.forEach((_, place) => (line.values[place] = start + ((end - start) * place) / Math.max(1, steps)));
}

/**
 * What a drawn guess came to: in how many of the drawn years it lies in the band of half the worlds, and of 90%.
 * @param {Line} line @param {number[]} at @param {(number | null)[][]} bands
 */
export function judged(line, at, bands) {
  let half = 0, most = 0, drawn = 0;
  line.years.forEach((year, place) => {
    const band = bands[at.indexOf(year)];
    const value = line.values[place];
    if (band === undefined || Number.isNaN(value)) return;
    const [low, lower, , upper, high] = band.map((end) => (end === null ? NaN : end));
    drawn += 1;
    if (value >= lower && value <= upper) half += 1;
    if (value >= low && value <= high) most += 1;
  });
  return { half, most, drawn };
}

/**
 * Answers to pick from.
 * @param {LessonChoice[]} choices @param {number | null} picked @param {(place: number) => void} pick
 */
export function choicesOf(choices, picked, pick) {
  return el("div", { class: "choices", role: "radiogroup", "aria-label": "Your guess" }, ...choices.map(({ say }, place) => {
    const box = el("input", { type: "radio", name: "guess", "data-key": `choice-${place}`, onchange: () => pick(place) });
    box.checked = picked === place;
    return el("label", { class: "choice" }, box, el("span", {}, say));
  }));
}

/**
 * The place of the choice into which an outcome falls; −1 if none.
 * @param {LessonChoice[]} choices @param {number} outcome
 */
export function rightChoice(choices, outcome) {
  return choices.findIndex(({ from, to }) => (from === null || outcome >= from) && (to === null || outcome < to));
}
