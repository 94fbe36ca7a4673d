/** The page as a whole: it holds the state, hears moves, asks the engine, and draws. */

import { drawAlone, drawChanges, eachAlone } from "./changes.js";
import { supplierOf } from "./chart.js";
import { byId, el } from "./dom.js";
import { drawEvents } from "./events.js";
import { Figure } from "./figure.js";
import { inSentence } from "./format.js";
import { Keep } from "./keep.js";
import { drawLessons, Guide } from "./lesson.js";
import { pictureOf } from "./picture.js";
import { drawReasons } from "./reasons.js";
import { Session } from "./session.js";
import { forEngine, fromFragment, isOriginal, toFragment } from "./state.js";
import { explainTerms } from "./terms.js";
import { MEASURE, VIEWS } from "./views.js";
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
    this.figure = new Figure(this);
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
    if (measured) this.figure.drawMeasure(mine, original);
    else if (this.picture !== null) this.figure.drawFlows(this.picture, mine);
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
      const found = await eachAlone(state, this.data.meta, run, session.original, (result) => this.figure.focused(result), (part) => {
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
      data: this.data, hero: byId("hero"), panel: () => this.figure.heroPanel(), change: (state) => this.change(state), again: () => this.draw(),
      show: (line, hidden) => { this.guess = { line, hidden }; this.draw(); },
      settled: () => new Promise((done) => { this.settling.push(done); this.schedule(); }),
      outcome: () => this.figure.outcome(),
      close: () => { document.body.classList.remove("teaching"); this.draw(); byId("lessons").querySelector("button")?.focus(); },
    });
    byId("play").scrollIntoView({ block: "start" });
  }

}
