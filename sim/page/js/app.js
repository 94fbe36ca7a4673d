/** The page as a whole: it holds the state, hears moves, asks the engine, and draws. */

import { drawAlone, drawChanges, eachAlone } from "./changes.js";
import { drawGrid, drawHero, drawKey, drawTable, panelOf, supplierOf } from "./chart.js";
import { byId, el } from "./dom.js";
import { drawEvents } from "./events.js";
import { inUnit, inSentence } from "./format.js";
import { Keep } from "./keep.js";
import { drawLessons, Guide } from "./lesson.js";
import { pictureOf } from "./picture.js";
import { drawReasons } from "./reasons.js";
import { measureSentence, sentenceOf } from "./sentence.js";
import { Session } from "./session.js";
import { drawSpread } from "./spread.js";
import { forEngine, fromFragment, isOriginal, toFragment } from "./state.js";
import { bandOf, pairs } from "./stats.js";
import { explainTerms } from "./terms.js";
import { MEASURE, valuesAt, VIEWS } from "./views.js";
import { Worlds } from "./worlds.js";

/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./types").Engine} Engine */
/** @typedef {import("./types").RunResult} RunResult */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Line} Line */

export class App {
  /**
   * @param {PageData} data @param {Engine | null} engine @param {string} why there is no engine
   * @param {string} scenario for the address; empty for the first of the page
   */
  constructor(data, engine, why, scenario) {
    this.scenario = scenario;
    this.data = data;
    this.state = fromFragment(location.hash, data.meta);
    this.session = engine === null ? null : new Session(engine, (worlds) => (worlds ? this.schedule() : this.drawProgress()));
    this.why = why;
    this.unfolded = { open: new Set(), all: false };
    this.reasons = { all: false };
    this.allPanels = false;
    /** @type {{line: Line | null, hidden: number | null}} */
    this.guess = { line: null, hidden: null };
    /** @type {import("./picture.js").Picture | null} */
    this.picture = null;
    this.waiting = 0;
    /** @type {(() => void)[]} */
    this.settling = [];
    this.keep = new Keep(this);
    this.worlds = new Worlds(this);
  }

  async start() {
    this.fillChoices();
    this.listen();
    this.drawControls();
    this.draw();
    for (const part of document.querySelectorAll("[data-terms]")) explainTerms(/** @type {HTMLElement} */ (part), this.data.terms);
    drawLessons(byId("lessons"), this.session === null ? [] : this.data.lessons, (lesson) => this.teach(lesson));
    byId("lessons-part").hidden = this.session === null || this.data.lessons.length === 0;
    if (this.session === null) return this.withoutEngine();
    try {
      await this.session.start();
      if (!isOriginal(this.state)) await this.session.ask(forEngine(this.state));
    } catch (error) {
      this.session = null;
      this.why = `The model could not be started in this browser (${error}).`;
      this.withoutEngine();
    }
  }

  /** Where the model cannot run, the page shows what was computed when it was made. */
  withoutEngine() {
    document.body.classList.add("still");
    const said = byId("still");
    said.textContent = `${this.why} So the switches are off, and the plots show what was computed when this page was made.`;
    said.hidden = false;
    for (const control of document.querySelectorAll("#controls input, #controls button")) /** @type {HTMLInputElement} */ (control).disabled = true;
    this.fillChoices();
    this.draw();
  }

  fillChoices() {
    const { meta, shipped } = this.data;
    const still = this.session === null;
    const buyers = still ? meta.buyers.filter((name) => name in (shipped.views["share-deliveries"] ?? {})) : meta.buyers;
    const first = [...meta.plot_buyers, ...buyers.filter((name) => !meta.plot_buyers.includes(name)).sort()];
    const options = first.map((name) => el("option", { value: name }, name));
    if (!still) options.push(el("option", { value: "" }, "All buyers together"));
    /** @type {HTMLSelectElement} */ (byId("buyer")).replaceChildren(...options);
    const flows = el("optgroup", { label: "By supplier" }, ...VIEWS.filter(({ id }) => !still || id in shipped.views).map(({ id, words }) => el("option", { value: id }, words)));
    const measures = el("optgroup", { label: "One number" }, ...meta.measures.map(({ id, label }) => el("option", { value: `${MEASURE}${id}` }, label)));
    byId("view").replaceChildren(flows, ...(still || meta.measures.length === 0 ? [] : [measures]));
  }

  listen() {
    const { meta } = this.data;
    const buyer = /** @type {HTMLSelectElement} */ (byId("buyer")), view = /** @type {HTMLSelectElement} */ (byId("view"));
    buyer.onchange = () => this.change({ ...this.state, buyer: buyer.value, supplier: "" });
    view.onchange = () => this.change({ ...this.state, view: view.value });
    const difference = /** @type {HTMLInputElement} */ (byId("difference"));
    difference.onchange = () => this.change({ ...this.state, difference: difference.checked });
    byId("all-panels").onclick = () => { this.allPanels = !this.allPanels; this.draw(); };
    byId("reset").onclick = () => this.change({ ...this.state, events: {}, parameters: {} });
    byId("which").onclick = () => void this.whichDidIt();
    byId("hero").onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -100, End: 100 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.look(Math.max(meta.years[0], Math.min(meta.years[1], this.state.year + step)));
    };
    window.addEventListener("hashchange", () => {
      if (location.hash.slice(1) === this.fragment()) return;
      this.change(fromFragment(location.hash, meta));
    });
    let width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (width === window.innerWidth) return; // a phone that hides its bar
      width = window.innerWidth;
      this.draw();
      this.worlds.drawOrders();
    });
    this.keep.listen();
    this.worlds.listen();
  }

  /** A new state: draw all, and run what it asks. @param {State} state */
  change(state) {
    this.drag(state);
    this.drawControls();
  }

  /** A state on the way, while a slider is held. @param {State} state */
  drag(state) {
    const before = JSON.stringify(forEngine(this.state));
    this.state = state;
    const fragment = this.fragment();
    history.replaceState(null, "", fragment === "" ? location.pathname + location.search : `#${fragment}`);
    if (JSON.stringify(forEngine(state)) !== before) {
      byId("alone").replaceChildren();
      document.body.dataset.state = "running";
      void this.session?.ask(forEngine(state));
    }
    this.schedule();
  }

  fragment() {
    const own = this.scenario === "" ? "" : new URLSearchParams({ scenario: this.scenario }).toString();
    return [own, toFragment(this.state, this.data.meta)].filter((part) => part !== "").join("&");
  }

  /** Look at another year of the large panel. @param {number} year */
  look(year) {
    if (year !== this.state.year) this.drag({ ...this.state, year });
  }

  schedule() {
    if (this.waiting === 0) this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.draw(); });
  }

  drawControls() {
    const { meta } = this.data;
    const moves = {
      change: (/** @type {State} */ state) => this.change(state),
      drag: (/** @type {State} */ state) => this.drag(state),
      again: () => this.drawControls(),
    };
    drawEvents(byId("events"), meta, this.state, this.unfolded, moves);
    drawReasons(byId("reasons"), meta, this.state, this.reasons, moves);
    /** @type {HTMLSelectElement} */ (byId("buyer")).value = this.state.buyer;
    /** @type {HTMLSelectElement} */ (byId("view")).value = this.state.view;
    /** @type {HTMLInputElement} */ (byId("difference")).checked = this.state.difference;
  }

  draw() {
    const { state } = this;
    const mine = this.session?.mine ?? null, original = this.session?.original ?? null;
    const changed = !isOriginal(state);
    this.drawProgress();
    byId("changes-part").hidden = !changed;
    drawChanges(byId("changes"), state, this.data.meta, (next) => this.change(next));
    this.picture = pictureOf(this.data, state, mine, original);
    const measured = state.view.startsWith(MEASURE);
    byId("grid-part").hidden = measured || this.picture === null || this.guess.hidden !== null;
    byId("table-part").hidden = measured || this.picture === null || this.guess.hidden !== null;
    if (measured) this.drawMeasure(mine, original);
    else if (this.picture !== null) this.drawFlows(this.picture, mine);
    if (!(this.session?.progress.running ?? false)) {
      this.worlds.draw();
      const settled = this.settling;
      this.settling = [];
      for (const done of settled) done();
    }
  }

  drawProgress() {
    const progress = this.session?.progress;
    const bar = byId("progress");
    if (progress === undefined) { bar.hidden = true; return; }
    bar.hidden = false;
    bar.style.setProperty("--done", String(progress.of > 0 ? progress.done / progress.of : 0));
    bar.classList.toggle("running", progress.running);
    byId("progress-words").textContent = progress.failed !== "" ? `The model stopped: ${progress.failed}` : progress.running ? `${progress.done} of ${progress.of} worlds` : `${progress.done} worlds`;
    document.body.dataset.state = progress.failed !== "" ? "failed" : progress.running || progress.done === 0 ? "running" : "settled";
  }

  /** @param {import("./picture.js").Picture} picture @param {RunResult | null} mine */
  drawFlows(picture, mine) {
    const { data, state } = this;
    const s = supplierOf(picture, state, data);
    const { name, colour } = data.meta.suppliers[s];
    const title = byId("hero-title");
    title.textContent = picture.difference ? `${name}: difference from the original` : name;
    title.style.setProperty("--c", colour);
    byId("axis").textContent = picture.difference ? `${picture.view.axis.replace("(%)", "(percentage points)")}: yours less the original, world by world` : picture.view.axis;
    const panel = this.heroPanel();
    const looking = this.guess.line === null || this.guess.hidden === null;
    if (panel !== null) {
      if (looking) drawHero(byId("hero"), panel, (year) => this.look(year));
      else byId("hero").replaceChildren(...heroOnly(panel));
    }
    if (this.guess.hidden === null) {
      drawGrid(byId("grid"), picture, state, data, this.allPanels, (supplier) => this.change({ ...state, supplier }));
      const more = byId("all-panels");
      more.hidden = picture.suppliers.length <= 6;
      more.textContent = this.allPanels ? "Show the main suppliers only" : `Show all ${picture.suppliers.length} suppliers`;
      drawTable(byId("table"), picture, data, (value) => inUnit(picture.view.unit, value === null ? NaN : value));
    }
    drawKey(byId("key"), {
      changed: picture.ghost !== null, record: picture.record !== null, difference: picture.difference,
      worlds: mine?.worlds ?? data.shipped.worlds, events: (panel?.events.length ?? 0) > 0, guess: this.guess.line !== null,
    });
    this.say(this.guess.hidden !== null ? { lead: "Your guess first.", rest: [] } : sentenceOf(picture, s, state.year, data));
  }

  /** The large panel as it is to be drawn; what a guess must not see is left out. */
  heroPanel() {
    const { picture, state, data, guess } = this;
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
    const { data, state } = this;
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
    if (this.state.view.startsWith(MEASURE)) return result.tallies.measure(this.state.view.slice(MEASURE.length));
    const picture = /** @type {import("./picture.js").Picture} */ (pictureOf(this.data, { ...this.state, difference: false }, result, null));
    const series = /** @type {import("./views.js").Series} */ (picture.ours);
    return valuesAt(series, supplierOf(/** @type {import("./picture.js").Picture} */ (this.picture), this.state, this.data), this.state.year);
  }

  async whichDidIt() {
    const { session, state } = this;
    if (session === null || session.original === null) return;
    const button = /** @type {HTMLButtonElement} */ (byId("which"));
    const measure = this.data.meta.measures.find(({ id }) => `${MEASURE}${id}` === state.view);
    const unit = measure?.unit ?? this.picture?.view.unit;
    if (unit === undefined) return;
    const supplier = this.picture === null ? "" : this.data.meta.suppliers[supplierOf(this.picture, state, this.data)].name;
    const about = measure?.label ?? `${supplier}, ${inSentence(state.buyer)}, five years to ${state.year}`;
    const stop = new AbortController();
    this.alone?.abort();
    this.alone = stop;
    button.disabled = true;
    try {
      const run = (/** @type {import("./types").EngineState} */ one, /** @type {(done: number) => void} */ tell) => session.aside(one, stop.signal, tell);
      const found = await eachAlone(state, this.data.meta, run, session.original, (result) => this.focused(result), (part) => {
        byId("alone").textContent = `Trying each alone: ${Math.round(100 * part)}%`;
      });
      if (state === this.state) drawAlone(byId("alone"), found, unit, `${about}: what each change does alone`);
    } catch (error) {
      if (!stop.signal.aborted) byId("alone").textContent = `The model stopped: ${error}`;
    } finally {
      button.disabled = false;
    }
  }

  /** @param {import("./types").Lesson} lesson */
  teach(lesson) {
    document.body.classList.add("teaching");
    new Guide(byId("lesson"), lesson, {
      data: this.data, hero: byId("hero"), panel: () => this.heroPanel(), change: (state) => this.change(state), again: () => this.draw(),
      show: (line, hidden) => { this.guess = { line, hidden }; this.draw(); },
      settled: () => new Promise((done) => { this.settling.push(done); this.schedule(); }),
      outcome: () => this.outcome(),
      close: () => { document.body.classList.remove("teaching"); this.draw(); byId("lessons").querySelector("button")?.focus(); },
    });
    byId("play").scrollIntoView({ block: "start" });
  }

  /** What a lesson tells of the supplier and window in view. */
  outcome() {
    const { picture, state, data } = this;
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
