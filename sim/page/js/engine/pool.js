/** Workers, and tasks that wait for one. */

/** @typedef {import("./types").Task} Task */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Port} Port */

/**
 * @typedef {object} Waiting
 * @property {Task} task
 * @property {(answer: Answer) => void} done
 * @property {(error: Error) => void} failed
 */

export class Pool {
  /** @param {Port[]} ports */
  constructor(ports) {
    this.idle = [...ports];
    this.ports = ports;
    /** @type {(() => Waiting | null)[]} whoever may have a task, the first one first */
    this.sources = [];
  }

  /**
   * Let a worker do one task, before all that are waiting.
   * @param {Task} task @returns {Promise<Answer>}
   */
  ask(task) {
    return new Promise((done, failed) => {
      /** @type {Waiting | null} */
      let waiting = { task, done, failed };
      const source = () => {
        const now = waiting;
        waiting = null;
        return now;
      };
      this.sources.unshift(source);
      this.serve();
    });
  }

  /**
   * Take tasks from a source until it has none.
   * @param {() => Waiting | null} source
   */
  follow(source) {
    this.sources.push(source);
    this.serve();
  }

  serve() {
    while (this.idle.length > 0) {
      const waiting = this.next();
      const port = waiting === null ? undefined : this.idle.shift();
      if (waiting === null || port === undefined) return;
      this.give(port, waiting);
    }
  }

  /** @returns {Waiting | null} */
  next() {
    while (this.sources.length > 0) {
      const waiting = this.sources[0]();
      if (waiting !== null) return waiting;
      this.sources.shift();
    }
    return null;
  }

  /** @param {Port} port @param {Waiting} waiting */
  give(port, { task, done, failed }) {
    const free = () => {
      this.idle.push(port);
      this.serve();
    };
    port.onmessage = ({ data }) => {
      if (data.kind === "failed") failed(new Error(data.message));
      else done(data);
      free();
    };
    port.onerror = (event) => failed(new Error(event?.message ?? "a worker stopped"));
    port.postMessage(task);
  }
}
