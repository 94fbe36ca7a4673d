/** Runs of the engine for the page: the original once, then whatever the reader moves. */

/** @typedef {import("./types").Engine} Engine */
/** @typedef {import("./types").EngineState} EngineState */
/** @typedef {import("./types").RunResult} RunResult */

/** Worlds after which bands are drawn first. */
export const FIRST_BAND = 32;

/** Worlds after which they are drawn again: to draw takes time from the workers. */
const NEXT_BAND = 56;

const NOTHING_CHANGED = { events: {}, parameters: {} };

/**
 * @typedef {object} Progress
 * @property {number} done worlds of the run that goes on, or of the last one
 * @property {number} of
 * @property {boolean} running
 * @property {string} failed why it could not run; empty if it could
 */

export class Session {
  /**
   * @param {Engine} engine
   * @param {(worlds: boolean) => void} painted is told of something new: worlds, or only progress
   */
  constructor(engine, painted) {
    this.engine = engine;
    this.painted = painted;
    /** @type {RunResult | null} all worlds of what was shipped */
    this.original = null;
    /** @type {RunResult | null} the worlds so far of what the reader asks */
    this.mine = null;
    /** @type {Progress} */
    this.progress = { done: 0, of: engine.worlds, running: false, failed: "" };
    /** @type {AbortController | null} */
    this.stop = null;
    /** The last move, of which alone worlds are run. */
    this.asked = Symbol("nothing");
    /** @type {Promise<unknown>} */
    this.begun = Promise.resolve();
  }

  /** Run the original, which all else is held against. */
  async start() {
    await this.engine.ready;
    this.begun = this.follow(NOTHING_CHANGED, (result) => {
      this.mine = result;
      if (result.worlds === this.engine.worlds) this.original = result;
    });
    await this.begun;
  }

  /**
   * Run what the reader asks; what ran for an earlier move stops.
   * @param {EngineState} state
   */
  async ask(state) {
    this.progress = { ...this.progress, done: 0, running: true, failed: "" };
    const asked = (this.asked = Symbol("asked"));
    await this.begun;
    if (asked !== this.asked) return; // a newer move came while the original still ran
    const same = Object.keys(state.events).length + Object.keys(state.parameters).length === 0;
    if (same && this.original !== null) {
      this.stop?.abort();
      this.mine = this.original;
      this.progress = { ...this.progress, done: this.engine.worlds, running: false };
      this.painted(true);
      return;
    }
    await this.follow(state, (result) => (this.mine = result));
  }

  /**
   * All worlds of a state beside what is drawn, for a comparison.
   * @param {EngineState} state @param {AbortSignal} signal @param {(done: number) => void} tell
   */
  async aside(state, signal, tell) {
    this.stop?.abort();
    return this.engine.run(state, { first: 0, count: this.engine.worlds }, (partial) => tell(partial.worlds), signal);
  }

  /** @param {EngineState} state @param {(result: RunResult) => void} keep */
  async follow(state, keep) {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    const of = this.engine.worlds;
    let next = Math.min(FIRST_BAND, of);
    /** @param {RunResult} result @param {boolean} running */
    const show = (result, running) => {
      if (stop.signal.aborted) return;
      this.progress = { done: result.worlds, of, running, failed: "" };
      const enough = !running || result.worlds >= next;
      if (enough) {
        keep(result);
        next = result.worlds + NEXT_BAND;
      }
      this.painted(enough);
    };
    this.progress = { done: 0, of, running: true, failed: "" };
    this.painted(false);
    try {
      show(await this.engine.run(state, { first: 0, count: of }, (partial) => show(partial, true), stop.signal), false);
    } catch (error) {
      if (stop.signal.aborted) return; // a newer move has taken its place
      this.progress = { done: 0, of, running: false, failed: String(error) };
      this.painted(true);
    }
  }
}
