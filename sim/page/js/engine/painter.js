/** Events as a reader has them: on or off, in another year, of another size; painted by the kernel. */

/** @typedef {import("./case.js").Case} Case */
/** @typedef {import("../types").EngineState} EngineState */
/** @typedef {{on: boolean, year: number, size: number}} Move */

export class Painter {
  /** @param {Case} found whose arrays are as they were packed */
  constructor(found) {
    const { kernel } = found;
    this.case = found;
    const { address, shape } = found.find("E", "EVENT", 2);
    const strokes = found.find("E", "STROKE", 2);
    this.event = address;
    this.stroke = strokes.address;
    this.columns = shape[1];
    this.width = strokes.shape[1];
    const differs = found.find("E", "DIFFERS", 2);
    this.differ = differs.address;
    this.ways = differs.shape[1];
    this.drawn = kernel.floats(this.differ, differs.shape[0] * this.ways).slice();
    this.written = kernel.floats(this.event, shape[0] * shape[1]).slice();
    this.strokes = kernel.floats(this.stroke, strokes.shape[0] * strokes.shape[1]).slice();
  }

  /**
   * Paint the forcing as a state has the events.
   * @param {EngineState} state
   */
  paint(state) {
    const { kernel, about } = this.case;
    kernel.floats(this.event, this.written.length).set(this.written);
    kernel.floats(this.stroke, this.strokes.length).set(this.strokes);
    kernel.floats(this.differ, this.drawn.length).set(this.drawn);
    for (const [id, move] of Object.entries(state.events)) {
      const v = about.events.indexOf(id);
      if (v < 0) throw new Error(`there is no event '${id}'`);
      this.move(v, move);
    }
    kernel.call("paint_forcing", [...this.case.events, ...this.case.forcing]);
  }

  /**
   * An event keeps its length in another year. Its size multiplies its numbers, but is the power of
   * a factor: 0 changes nothing, 2 does the same twice.
   * @param {number} v @param {Move} move
   */
  move(v, { on, year, size }) {
    const { kernel, about } = this.case;
    const row = kernel.floats(this.event + 8 * v * this.columns, this.columns);
    const { event, stroke } = about;
    const later = year - about.years[0] - row[event.year];
    row[event.year] += later;
    row[event.until] += later;
    row[event.size] = size;
    if (!this.moveDrawn(v, on, later)) row[event.on] = on ? 1 : 0;
    const { address } = this.case.find("E", "STROKES_OF", 2);
    const [first, end] = kernel.floats(address + 16 * v, 2);
    for (let n = first; n < end; n++) {
      const one = kernel.floats(this.stroke + 8 * n * this.width, this.width);
      if (one[stroke.mode] !== about.multiply) continue;
      one[stroke.value] **= size;
      row[event.size] = 1;
    }
  }
  /**
   * Of an event that differs from world to world, the years between which it is drawn, or its
   * condition counts, move with it.
   * @param {number} v @param {boolean} on @param {number} later @returns {boolean} whether it does
   */
  moveDrawn(v, on, later) {
    const { kernel, about } = this.case;
    const { differs, event } = about;
    const until = this.written[v * this.columns + event.until];
    for (let j = 0; j < this.drawn.length / this.ways; j++) {
      const row = kernel.floats(this.differ + 8 * j * this.ways, this.ways);
      if (row[differs.event] !== v) continue;
      if (!on) row[differs.probability] = 0;
      row[differs.earliest] += later;
      row[differs.ends] += later;
      if (row[differs.condition] === about.no_condition || until < about.no_end) row[differs.latest] += later;
      return true;
    }
    return false;
  }
}
