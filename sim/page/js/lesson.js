/** A lesson: a question, a guess, and what the model says, step by step. */

import { el } from "./dom.js";
import { choicesOf, drawOn, emptyLine, judged, rightChoice, stopDrawing, straight } from "./guess.js";
import { sliderOf } from "./sliders.js";
import { atFirst, withEvent, withParameter } from "./state.js";

/** @typedef {import("./types").Lesson} Lesson */
/** @typedef {import("./types").LessonStep} LessonStep */
/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Line} Line */

/**
 * What a lesson needs of the page.
 * @typedef {object} Stage
 * @property {PageData} data
 * @property {HTMLElement} hero the large panel
 * @property {() => import("./panel.js").Panel | null} panel as it is drawn now
 * @property {(state: State) => void} change
 * @property {() => void} again draw the chart
 * @property {(line: Line | null, hidden: number | null) => void} show a guess, and hide what follows a year
 * @property {() => Promise<void>} settled
 * @property {() => {words: string[], mean: number, at: number[], bands: (number | null)[][]} | null} outcome of the supplier and window in view
 * @property {() => void} close
 */

export class Guide {
  /** @param {HTMLElement} place @param {Lesson} lesson @param {Stage} stage */
  constructor(place, lesson, stage) {
    this.place = place;
    this.lesson = lesson;
    this.stage = stage;
    this.step = 0;
    /** @type {number | null} */
    this.picked = null;
    /** @type {Line | null} */
    this.line = null;
    this.seen = false;
    /** @type {string[]} */
    this.answer = [];
    this.begin();
  }

  get now() {
    return this.lesson.steps[this.step];
  }

  begin() {
    const { now, stage } = this;
    this.picked = null;
    this.seen = false;
    this.answer = [];
    this.line = now.guess === "draw" ? emptyLine(this.lesson.window[0], this.lesson.window[1]) : null;
    stage.change(this.before());
    stage.show(this.line, now.guess === "draw" ? this.lesson.window[0] : null);
    if (this.line !== null) this.listen();
    this.draw();
    this.place.querySelector("h3")?.focus();
  }

  /** The state before a step: that of the lesson with what earlier steps changed for good. */
  before() {
    const { buyer, view, supplier, window } = this.lesson;
    return { ...atFirst(this.stage.data.meta), buyer, view, supplier, year: window[1] };
  }

  /** The state that a step is about. */
  after() {
    const { meta } = this.stage.data;
    const { off, set, year } = this.now;
    let state = this.before();
    for (const event of meta.events) {
      if (off.includes(event.id)) state = withEvent(state, event, { on: false });
      if (event.id in year) state = withEvent(state, event, { year: year[event.id] });
    }
    for (const [name, value] of Object.entries(set)) state = withParameter(state, name, value);
    return state;
  }

  listen() {
    const line = /** @type {Line} */ (this.line);
    const panel = () => /** @type {import("./panel.js").Panel} */ (this.stage.panel());
    drawOn(this.stage.hero, panel, line, () => { this.stage.again(); this.ready(); });
  }

  /** The button to see opens when there is a guess. */
  ready() {
    const button = this.place.querySelector("[data-key=see]");
    if (button instanceof HTMLButtonElement) button.disabled = !this.guessed();
  }

  guessed() {
    const drawn = this.line !== null && this.line.values.some((value) => !Number.isNaN(value));
    return this.now.guess === "none" || this.picked !== null || drawn;
  }

  async see() {
    const { stage, now, line } = this;
    stopDrawing(stage.hero);
    stage.show(line, null);
    stage.change(this.after());
    await stage.settled();
    const outcome = stage.outcome();
    this.seen = true;
    this.answer = [];
    if (outcome !== null) {
      if (line !== null) {
        const { half, most, drawn } = judged(line, outcome.at, outcome.bands);
        this.answer.push(`Of the ${drawn} years that you drew, ${half} lie in the band of half the worlds, and ${most} in that of 90%.`);
      }
      if (this.picked !== null) {
        const right = rightChoice(now.choices, outcome.mean);
        this.answer.push(right === this.picked ? "The model says so too." : right < 0 ? "The model says none of these." : `You said: ${now.choices[this.picked].say}. The model says: ${now.choices[right].say}.`);
      }
      this.answer.push(...outcome.words);
    }
    this.draw();
    this.place.querySelector("[data-key=answer]")?.scrollIntoView?.({ block: "nearest" });
  }

  next() {
    this.step += 1;
    if (this.step < this.lesson.steps.length) this.begin();
    else this.end();
  }

  end() {
    this.stage.show(null, null);
    this.place.replaceChildren(
      el("h3", { tabindex: "-1" }, "To talk about"),
      el("ul", {}, ...this.lesson.talk.map((words) => el("li", {}, words))),
      el("p", { class: "buttons" }, el("button", { type: "button", class: "main", onclick: () => this.close() }, "Go on by myself")));
    this.place.querySelector("h3")?.focus();
  }

  close() {
    stopDrawing(this.stage.hero);
    this.stage.show(null, null);
    this.place.hidden = true;
    this.place.replaceChildren();
    this.stage.close();
  }

  draw() {
    const { lesson, now, seen, step } = this;
    const last = step === lesson.steps.length - 1;
    this.place.hidden = false;
    this.place.replaceChildren(
      el("div", { class: "lesson-head" },
        el("h3", { tabindex: "-1" }, lesson.title),
        el("span", { class: "note" }, `step ${step + 1} of ${lesson.steps.length}`),
        el("button", { type: "button", class: "quiet", onclick: () => this.close() }, "Leave the lesson")),
      el("p", { class: "say" }, now.say),
      seen ? el("div", { class: "answer", "data-key": "answer", role: "status" }, ...this.answer.map((words) => el("p", {}, words)), now.tell === "" ? null : el("p", {}, now.tell)) : (this.question() ?? ""),
      el("p", { class: "buttons" },
        seen
          ? el("button", { type: "button", class: "main", "data-key": "next", onclick: () => this.next() }, last ? "Finish" : "Next")
          : el("button", { type: "button", class: "main", "data-key": "see", disabled: !this.guessed(), onclick: (/** @type {Event} */ event) => { /** @type {HTMLButtonElement} */ (event.currentTarget).disabled = true; void this.see(); } }, "See what the model says")));
  }

  /** Where the guess is made. */
  question() {
    const { now, line } = this;
    if (now.guess === "pick") return choicesOf(now.choices, this.picked, (place) => { this.picked = place; this.ready(); });
    if (line === null) return null;
    const panel = this.stage.panel();
    const percent = panel?.percent ?? true;
    const [low, high] = panel?.range ?? [0, 1];
    return el("div", {},
      el("p", { class: "note" }, `Draw on the chart with a finger or the mouse, from ${line.years[0]} on. Or set where the line ends:`),
      sliderOf({
        key: "guess-end", label: `Your guess for ${line.years[line.years.length - 1]}`, low, high, step: (high - low) / 50, value: low, moved: false, usual: null,
        words: (value) => (percent ? `${Math.round(100 * value)}%` : String(Math.round(value))),
        oninput: (value) => { straight(line, this.startValue(), value); this.stage.again(); this.ready(); },
        ondone: () => {}, onreset: null,
      }));
  }

  /** Where the line begins: the median of the year in which it does. */
  startValue() {
    const panel = this.stage.panel();
    const place = panel === null ? -1 : panel.at.indexOf(this.lesson.window[0]);
    return place < 0 ? 0 : Number(panel?.bands[place][2] ?? 0);
  }
}

/**
 * The lessons as cards.
 * @param {HTMLElement} place @param {Lesson[]} lessons @param {(lesson: Lesson) => void} begin
 */
export function drawLessons(place, lessons, begin) {
  place.replaceChildren(...lessons.map((lesson) =>
    el("li", {}, el("button", { type: "button", class: "lesson", onclick: () => begin(lesson) }, el("strong", {}, lesson.title), el("span", {}, lesson.question)))));
}
