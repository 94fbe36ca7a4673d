/** Ledgers of a world that was played: what was ordered and delivered, by buyer, supplier, class and year. */

import { array } from "./kernel.js";

/** @typedef {import("./case.js").Case} Case */
/** @typedef {import("./types").Ledger} Ledger */
/** @typedef {"deliveries" | "orders" | "deliveries_usd" | "orders_usd" | "order_count" | "announcements"} Flow */

const TIV = 0n, USD = 1n; // columns of an order's value

export class Ledgers {
  /** @param {Case} found */
  constructor(found) {
    const { kernel, about } = found;
    this.case = found;
    this.classes = about.classes.length;
    this.years = about.years[1] - about.years[0] + 1;
    this.together = kernel.room(this.classes); // all classes are counted as one
    this.apart = kernel.room(this.classes);
    this.yearly = kernel.room(this.years);
    this.byYear = kernel.room(this.years); // memory of a tally, all 0
    kernel.longs(this.apart, this.classes).forEach((_, k, places) => (places[k] = BigInt(k)));
    kernel.longs(this.yearly, this.years).forEach((_, t, places) => (places[t] = BigInt(t)));
    /** @type {Map<string, number>} address of each ledger */
    this.rooms = new Map();
    /** @type {Set<string>} those that are of the world at hand */
    this.made = new Set();
  }

  /** A world was played. */
  clear() {
    this.made.clear();
  }

  /**
   * A ledger [B, S, K, Y], made when it is first asked for; without `byClass`, K is 1.
   * @param {Flow} flow @param {boolean} byClass @returns {Float64Array}
   */
  of(flow, byClass) {
    const { kernel, about, rows } = this.case;
    const classes = byClass ? this.classes : 1;
    const shape = [1, about.buyers.length, about.suppliers.length, classes, this.years];
    const count = shape.reduce((product, length) => product * length, 1);
    const name = `${flow} ${byClass}`;
    const address = this.rooms.get(name) ?? kernel.room(count);
    this.rooms.set(name, address);
    if (!this.made.has(name)) {
      kernel.floats(address, count).fill(0);
      this.tally(flow, byClass, rows, array(address, shape));
      this.made.add(name);
    }
    return kernel.floats(address, count);
  }

  /** @param {Flow} flow @param {boolean} byClass @param {number} rows @param {import("./kernel.js").Word[]} ledger */
  tally(flow, byClass, rows, ledger) {
    const { kernel } = this.case;
    const first = kernel.longs(this.case.key, 2)[1]; // the world
    const cells = [
      ...array(byClass ? this.apart : this.together, [this.classes]),
      ...array(this.yearly, [this.years]),
      ...array(this.byYear, [this.years]),
    ];
    if (flow === "announcements") {
      if (!byClass) throw new Error("talks are counted by class");
      const talks = this.case.shapeOf("W", "TALKS", 4);
      kernel.call("tally_talks", [...array(this.case.talks, [1, ...talks]), ...ledger]);
    } else if (flow === "order_count") {
      kernel.call("count_orders", [...this.case.places(rows), first, ...cells, ...ledger]);
    } else {
      const unit = flow.endsWith("_usd") ? USD : TIV;
      const orders = [...this.case.orders(rows), unit, first];
      if (flow.startsWith("deliveries")) {
        kernel.call("tally_deliveries", [...orders, ...this.case.clocks(), ...this.case.forcing, ...cells, ...ledger]);
      } else {
        kernel.call("tally_orders", [...orders, ...cells, ...ledger]);
      }
    }
  }

  /**
   * Cells of deliveries, or of orders, that are not zero, added behind those of earlier worlds.
   * @param {Growing} to
   */
  pick(to) {
    const orders = to.counts !== null;
    /** @type {Flow[]} */
    const flows = orders ? ["orders", "orders_usd", "order_count"] : ["deliveries", "deliveries_usd"];
    for (const flow of flows) this.of(flow, false); // to make one may take views of others away
    const [tiv, usd, counts] = flows.map((flow) => this.of(flow, false));
    const buyers = this.case.about.buyers.length, width = tiv.length / buyers;
    for (let b = 0; b < buyers; b++) {
      for (let cell = 0; cell < width; cell++) {
        const at = b * width + cell;
        if (tiv[at] === 0 && usd[at] === 0) continue;
        to.cells.push(cell);
        to.tiv.push(tiv[at]);
        to.usd.push(usd[at]);
        to.counts?.push(counts[at]);
      }
      to.ends.push(to.cells.length);
    }
  }
}

/** @typedef {{cells: number[], ends: number[], tiv: number[], usd: number[], counts: number[] | null}} Growing */

/** @param {boolean} orders @returns {Growing} */
export function growing(orders) {
  return { cells: [], ends: [0], tiv: [], usd: [], counts: orders ? [] : null };
}

/** @param {Growing} grown @param {number} width cells of a buyer @returns {Ledger} */
export function grown({ cells, ends, tiv, usd, counts }, width) {
  return {
    cells: width > 65535 ? Uint32Array.from(cells) : Uint16Array.from(cells),
    ends: Int32Array.from(ends),
    tiv: Float64Array.from(tiv),
    usd: Float64Array.from(usd),
    counts: counts === null ? null : Float64Array.from(counts),
  };
}
