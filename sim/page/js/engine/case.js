/** A case in the memory of a kernel: its arrays, what a state changes in them, and worlds played. */

import { array } from "./kernel.js";
import { Painter } from "./painter.js";

/** @typedef {import("./types").About} About */
/** @typedef {import("../types").EngineState} EngineState */
/** @typedef {import("./kernel.js").Kernel} Kernel */
/** @typedef {import("./kernel.js").Word} Word */

/** @typedef {"E" | "F" | "X" | "W"} Bundle of arrays */

/** Orders for which there is room at first: most worlds have fewer. */
const ROOM = 32768;
export const COLUMNS = 8; // of an order's place

export class Case {
  /** @param {Kernel} kernel @param {About} about @param {ArrayBuffer} arrays */
  constructor(kernel, about, arrays) {
    this.kernel = kernel;
    this.about = about;
    /** @type {Record<string, {address: number, shape: number[]}>} */
    this.at = {};
    for (const { name, at, shape } of about.arrays) {
      if (name === "kernel") continue;
      const count = shape.reduce((product, length) => product * length, 1);
      const address = kernel.room(count);
      kernel.write(address, new Uint8Array(arrays, at, count * 8));
      this.at[name] = { address, shape };
    }
    const events = this.at.scores.shape[1];
    this.p = kernel.room(about.parameters.length);
    this.scores = kernel.room(events);
    this.world = kernel.room(this.at.start.shape[0]);
    this.key = kernel.room(2);
    this.talks = kernel.room(this.talksLength);
    this.differing = this.shapeOf("E", "DIFFERS", 2)[0];
    this.happened = kernel.room(this.differing);
    this.rooms = 0;
    this.makeRoom(Math.min(ROOM, about.most_orders));
    this.rows = 0;
    this.painter = new Painter(this);
    this.painted = "{}"; // as shipped
    /** @type {EngineState} */
    this.state = { events: {}, parameters: {} };
    kernel.longs(this.key, 2)[0] = BigInt(about.seed);
  }

  /** @param {number} orders */
  makeRoom(orders) {
    this.rooms = orders;
    this.place = this.kernel.room(orders * COLUMNS);
    this.value = this.kernel.room(orders * 2);
    this.dates = this.kernel.room(orders * 2);
  }

  get talksLength() {
    const [years, buyers, classes, numbers] = this.shapeOf("W", "TALKS", 4);
    return years * buyers * classes * numbers;
  }

  /** @returns {Word[]} */
  get fixed() {
    const { fixed, fixed_layout: layout, keys, start } = this.at;
    return [
      ...array(fixed.address, fixed.shape), ...array(layout.address, layout.shape), ...array(keys.address, keys.shape),
      BigInt(this.about.years[0]), ...array(start.address, start.shape),
    ];
  }

  /** @returns {Word[]} */
  get forcing() {
    const { forcing, forcing_layout: layout } = this.at;
    return [...array(forcing.address, forcing.shape), ...array(layout.address, layout.shape)];
  }

  /** @returns {Word[]} */
  get events() {
    const { events, events_layout: layout } = this.at;
    return [...array(events.address, events.shape), ...array(layout.address, layout.shape)];
  }

  /** @returns {Word[]} */
  get worldWords() {
    const layout = this.at.world_layout;
    return [
      ...array(this.world, this.at.start.shape), ...array(layout.address, layout.shape), ...array(this.key, [2]),
      ...this.records(this.p, 1),
    ];
  }

  /**
   * Records of parameters, as Numba passes them.
   * @param {number} address @param {number} count @returns {Word[]}
   */
  records(address, count) {
    return array(address, [count], 8 * this.about.parameters.length);
  }

  /**
   * Where an array of a bundle lies in its data, and its shape.
   * @param {Bundle} bundle @param {string} name @param {number} axes
   */
  layoutOf(bundle, name, axes) {
    const layout = this.at[{ E: "events_layout", F: "fixed_layout", X: "forcing_layout", W: "world_layout" }[bundle]];
    const row = this.about.places[bundle].indexOf(name);
    if (row < 0) throw new Error(`the model has no array ${bundle}.${name}`);
    const width = layout.shape[1];
    const words = this.kernel.halves(layout.address, layout.shape[0] * width);
    return Array.from({ length: axes + 1 }, (_, i) => words[2 * (row * width + i)]);
  }

  /** @param {Bundle} bundle @param {string} name @param {number} axes */
  shapeOf(bundle, name, axes) {
    return this.layoutOf(bundle, name, axes).slice(1);
  }

  /**
   * Address and shape of an array of a bundle.
   * @param {Bundle} bundle @param {string} name @param {number} axes
   */
  find(bundle, name, axes) {
    const { events, fixed, forcing } = this.at;
    const data = { E: events.address, F: fixed.address, X: forcing.address, W: this.world }[bundle];
    const [first, ...shape] = this.layoutOf(bundle, name, axes);
    return { address: data + 8 * first, shape };
  }

  /**
   * Take what a state changes into the arrays.
   * @param {EngineState} state
   */
  set(state) {
    this.state = state;
    const events = JSON.stringify(state.events);
    if (events === this.painted) return;
    this.painter.paint(state);
    this.painted = events;
  }

  /**
   * Set key, parameters and scores of a world.
   * @param {number} world
   */
  begin(world) {
    const { kernel, about } = this;
    const { parameters, scores } = this.at;
    const width = about.parameters.length;
    const own = kernel.floats(this.p, width);
    own.set(kernel.floats(parameters.address + 8 * world * width, width));
    for (const [name, value] of Object.entries(this.state.parameters)) {
      const place = about.parameters.indexOf(name);
      if (place < 0) throw new Error(`there is no parameter '${name}'`);
      own[place] = value;
    }
    const events = scores.shape[1];
    kernel.floats(this.scores, events).set(kernel.floats(scores.address + 8 * world * events, events));
    kernel.longs(this.key, 2)[1] = BigInt(world);
  }

  /**
   * Play a world; its orders and talks then lie in the memory.
   * @param {number} world
   */
  play(world) {
    this.begin(world);
    if (this.playOnce(world)) return;
    if (this.rooms < this.about.most_orders) {
      this.makeRoom(this.about.most_orders);
      if (this.playOnce(world)) return;
    }
    throw new Error(`world ${world} has more tenders in a year than there is room for`);
  }

  /** @param {number} world @returns {boolean} whether all of it fitted */
  playOnce(world) {
    const { kernel } = this;
    kernel.call("run_block", [
      BigInt(world), ...this.records(this.p, 1), ...array(this.scores, [1, this.at.scores.shape[1]]),
      ...this.fixed, ...this.forcing, ...this.events, ...this.worldWords, ...this.orders(this.rooms),
      ...array(this.talks, [1, this.talksLength]), ...array(this.happened, [1, this.differing]), ...array(this.talks, [1, 0]),
    ]);
    const [rows, , finished] = kernel.halves(kernel.result, 2);
    this.rows = rows;
    return finished === 1;
  }

  /**
   * The first orders, as Numba passes them.
   * @param {number} rows @returns {Word[]}
   */
  orders(rows) {
    return [...this.places(rows), ...array(/** @type {number} */ (this.value), [rows, 2])];
  }

  /**
   * First and last year of delivery of the world that was played, from the start, in halves.
   * @param {number} rows
   */
  datesOf(rows) {
    const { kernel } = this, dates = /** @type {number} */ (this.dates);
    const first = kernel.longs(this.key, 2)[1]; // the world
    kernel.call("date_orders", [...this.places(rows), first, ...this.clocks(), ...this.forcing, ...array(dates, [rows, 2])]);
    return kernel.halves(dates, rows * 2);
  }

  /** Suppliers' clocks, of one world. @returns {Word[]} */
  clocks() {
    const { address, shape } = this.find("X", "CLOCK", 3);
    return array(address, [1, ...shape]);
  }

  /** @param {number} rows @returns {Word[]} */
  places(rows) {
    return array(/** @type {number} */ (this.place), [rows, COLUMNS]);
  }
}
