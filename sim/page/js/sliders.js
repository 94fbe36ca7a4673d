/** A slider with its label, its value in words, and a way back. */

import { el } from "./dom.js";

/**
 * @typedef {object} Slider
 * @property {string} key by which it is found again
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} value
 * @property {(value: number) => string} words
 * @property {boolean} moved
 * @property {[number, number] | null} usual a part of the way that is marked
 * @property {(value: number) => void} oninput while it moves: nothing around it is drawn anew then
 * @property {() => void} ondone when it is let go
 * @property {(() => void) | null} onreset
 * @property {Node | null} [more] beside the label
 */

/** @param {Slider} slider @returns {HTMLElement} */
export function sliderOf({ key, label, low, high, step, value, words, moved, usual, oninput, ondone, onreset, more = null }) {
  const id = `slider-${key}`;
  const said = el("output", { class: "value", for: id }, words(value));
  const input = el("input", { id, type: "range", min: low, max: high, step, "aria-valuetext": words(value), "data-key": key });
  input.value = String(value); // after its ends: they would cut it
  const part = (/** @type {number} */ at) => `${(100 * (at - low)) / (high - low || 1)}%`;
  const track = el("div", { class: "track" });
  if (usual !== null) {
    track.style.setProperty("--from", part(usual[0]));
    track.style.setProperty("--to", part(usual[1]));
    track.classList.add("usual");
  }
  track.append(input);
  input.addEventListener("input", () => {
    said.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", words(Number(input.value)));
    oninput(Number(input.value));
  });
  input.addEventListener("change", ondone);
  const reset = onreset === null ? null : el("button", {
    type: "button", class: "reset", hidden: !moved, "aria-label": `Put back: ${label}`, "data-key": `${key}-reset`, onclick: onreset,
  }, "put back");
  return el("div", { class: moved ? "slider moved" : "slider" },
    el("div", { class: "slider-head" }, el("label", { for: id }, label), more, said, reset), track);
}
