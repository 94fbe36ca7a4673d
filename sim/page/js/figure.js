/** The figure: the large panel and the small ones, or a measure, its key, and its sentence. */

import { drawGrid, drawHero, drawKey, drawTable, panelOf, supplierOf } from "./chart.js";
import { byId, el } from "./dom.js";
import { inUnit } from "./format.js";
import { pictureOf } from "./picture.js";
import { measureSentence, sentenceOf } from "./sentence.js";
import { drawSpread } from "./spread.js";
import { bandOf, pairs } from "./stats.js";
import { MEASURE, valuesAt } from "./views.js";

/** @typedef {import("./types").RunResult} RunResult */
/** @typedef {import("./panel.js").Line} Line */

export class Figure {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
  }

  /** @param {import("./picture.js").Picture} picture @param {RunResult | null} mine */
  drawFlows(picture, mine) {
    const { data, state } = this.app;
    const s = supplierOf(picture, state, data);
    const { name, colour } = data.meta.suppliers[s];
    const title = byId("hero-title");
    title.textContent = picture.difference ? `${name}: difference from the original` : name;
    title.style.setProperty("--c", colour);
    byId("axis").textContent = picture.difference ? `${picture.view.axis.replace("(%)", "(percentage points)")}: yours less the original, world by world` : picture.view.axis;
    const panel = this.heroPanel();
    const looking = this.app.guess.line === null || this.app.guess.hidden === null;
    if (panel !== null) {
      if (looking) drawHero(byId("hero"), panel, (year) => this.app.look(year));
      else byId("hero").replaceChildren(...heroOnly(panel));
    }
    if (this.app.guess.hidden === null) {
      drawGrid(byId("grid"), picture, state, data, this.app.allPanels, (supplier) => this.app.change({ ...state, supplier }));
      const more = byId("all-panels");
      more.hidden = picture.suppliers.length <= 6;
      more.textContent = this.app.allPanels ? "Show the main suppliers only" : `Show all ${picture.suppliers.length} suppliers`;
      drawTable(byId("table"), picture, data, (value) => inUnit(picture.view.unit, value === null ? NaN : value));
    }
    drawKey(byId("key"), {
      changed: picture.ghost !== null, record: picture.record !== null, difference: picture.difference,
      worlds: mine?.worlds ?? data.shipped.worlds, events: (panel?.events.length ?? 0) > 0, guess: this.app.guess.line !== null,
    });
    this.say(this.app.guess.hidden !== null ? { lead: "Your guess first.", rest: [] } : sentenceOf(picture, s, state.year, data));
  }

  /** The large panel as it is to be drawn; what a guess must not see is left out. */
  heroPanel() {
    const { picture, state, data, guess } = this.app;
    if (picture === null) return null;
    const place = byId("hero");
    const width = Math.max(300, place.clientWidth);
    const height = window.innerWidth < 900 ? Math.round(Math.min(240, Math.max(150, width * 0.44))) : Math.round(Math.min(360, width * 0.44));
    const panel = panelOf(picture, supplierOf(picture, state, data), state, data, width, height, {
      year: guess.hidden === null ? state.year : null, guess: guess.line,
    });
    const { hidden } = guess;
    if (hidden === null) return panel;
    const seen = panel.at.filter((year) => year <= hidden).length;
    const record = panel.record === null ? null : cut(panel.record, hidden);
    return { ...panel, at: panel.at.slice(0, seen), bands: panel.bands.slice(0, seen), ghost: null, record, words: `${panel.title}: draw your guess` };
  }

  /** @param {RunResult | null} mine @param {RunResult | null} original */
  drawMeasure(mine, original) {
    const { data, state } = this.app;
    const measure = data.meta.measures.find(({ id }) => `${MEASURE}${id}` === state.view);
    const title = byId("hero-title");
    title.textContent = measure?.label ?? "There is no such measure in this scenario";
    title.style.removeProperty("--c");
    byId("axis").textContent = "";
    if (measure === undefined || mine === null) { byId("hero").replaceChildren(); return; }
    const values = mine.tallies.measure(measure.id);
    const before = original === null || original === mine ? null : original.tallies.measure(measure.id).slice(0, values.length);
    const gaps = state.difference && before !== null ? values.map((value, world) => value - before[world]) : null;
    const said = measureSentence(measure, values, before);
    byId("axis").textContent = gaps === null ? `A dot is a world; ${measure.unit.words}` : "A dot is a world: yours less the original";
    byId("hero").onpointerdown = byId("hero").onpointermove = null;
    byId("hero").replaceChildren(drawSpread({
      words: [said.lead, ...said.rest].join(" "), values: gaps ?? values, original: gaps === null ? before : null, record: gaps === null ? measure.record : null,
      percent: measure.unit.percent, years: measure.unit.words === "year" && gaps === null, width: Math.max(300, byId("hero").clientWidth),
    }));
    drawKey(byId("key"), { changed: false, record: measure.record !== null, difference: gaps !== null, worlds: mine.worlds, events: false, guess: false });
    this.say(said);
  }

  /** @param {{lead: string, rest: string[]}} sentence */
  say({ lead, rest }) {
    const place = byId("sentence");
    const words = [lead, ...rest].join(" ");
    if (place.dataset.words !== words) {
      place.dataset.words = words;
      place.replaceChildren(el("strong", {}, lead), ...rest.flatMap((part, place) => [" ", el("span", { class: place === 0 ? false : "later" }, part)]));
    }
    if (document.body.dataset.state !== "running" && byId("live").textContent !== words) byId("live").textContent = words;
  }

  /** What is looked at as one number a world. @param {RunResult} result */
  focused(result) {
    if (this.app.state.view.startsWith(MEASURE)) return result.tallies.measure(this.app.state.view.slice(MEASURE.length));
    const picture = /** @type {import("./picture.js").Picture} */ (pictureOf(this.app.data, { ...this.app.state, difference: false }, result, null));
    const series = /** @type {import("./views.js").Series} */ (picture.ours);
    return valuesAt(series, supplierOf(/** @type {import("./picture.js").Picture} */ (this.app.picture), this.app.state, this.app.data), this.app.state.year);
  }

  /** What a lesson tells of the supplier and window in view. */
  outcome() {
    const { picture, state, data } = this.app;
    if (picture === null || picture.ours === null) return null;
    const s = supplierOf(picture, state, data);
    const own = valuesAt(picture.ours, s, state.year);
    const mean = picture.theirs === null || picture.theirs === picture.ours
      ? bandOf(own)[2]
      : pairs(own, valuesAt(picture.theirs, s, state.year)).mean;
    const { lead, rest } = sentenceOf(picture, s, state.year, data);
    return { words: [lead, ...rest], mean: picture.view.share ? 100 * mean : mean, at: picture.at, bands: picture.bands[s] };
  }
}

/** @param {import("./panel.js").Panel} panel */
function heroOnly(panel) {
  const host = el("div");
  drawHero(host, panel, () => {});
  return [...host.children];
}

/** @param {Line} line @param {number} last */
function cut({ years, values }, last) {
  const count = years.filter((year) => year <= last).length;
  return { years: years.slice(0, count), values: values.slice(0, count) };
}
