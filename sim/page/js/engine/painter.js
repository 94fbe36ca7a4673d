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
    row[event.on] = on ? 1 : 0;
    row[event.size] = size;
    const { address } = this.case.find("E", "STROKES_OF", 2);
    const [first, end] = kernel.floats(address + 16 * v, 2);
    for (let n = first; n < end; n++) {
      const one = kernel.floats(this.stroke + 8 * n * this.width, this.width);
      if (one[stroke.mode] !== about.multiply) continue;
      one[stroke.value] **= size;
      row[event.size] = 1;
    }
  }
}
