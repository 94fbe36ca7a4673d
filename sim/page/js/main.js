/** Where the page begins: which scenario, whether the model can run, and the app. */

import { App } from "./app.js";
import { el } from "./dom.js";
import { createEngine } from "./engine/engine.js";

/** @param {string} scenario @param {string} what */
function held(scenario, what) {
  const found = document.querySelector(`script[data-scenario="${CSS.escape(scenario)}"][data-what="${what}"]`);
  return JSON.parse(found?.textContent ?? "null");
}

/** The scenario of the address, else the first of the page. */
function chosen() {
  const names = [...document.querySelectorAll("script[data-what=page]")].map((part) => /** @type {HTMLElement} */ (part).dataset.scenario ?? "");
  const asked = new URLSearchParams(location.hash.slice(1)).get("scenario");
  return asked !== null && names.includes(asked) ? asked : names[0];
}

/** Why the model cannot run here; empty if it can. */
function hindered() {
  if (typeof WebAssembly === "undefined") return "This browser has no WebAssembly, in which the model runs.";
  if (typeof Worker === "undefined") return "This browser has no workers, in which the model runs.";
  return "";
}

const name = chosen();
/** @type {import("./types").PageData} */
const data = held(name, "page");
const first = document.querySelector("script[data-what=page]");
const others = document.getElementById("scenario");
if (others instanceof HTMLSelectElement) {
  others.value = name;
  others.onchange = () => { location.hash = new URLSearchParams({ scenario: others.value }).toString(); location.reload(); };
  for (const id of ["title", "question"]) {
    const place = document.getElementById(id);
    if (place !== null) place.replaceChildren(el("span", {}, data.meta[/** @type {"title" | "question"} */ (id)]));
  }
}
const why = hindered();
const engine = why === "" ? createEngine(held(name, "bundle"), { workers: Math.max(1, Math.min(8, navigator.hardwareConcurrency ?? 2)) }) : null;
const isFirst = first instanceof HTMLElement && first.dataset.scenario === name;
void new App(data, engine, why, isFirst ? "" : name).start();
