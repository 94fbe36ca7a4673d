/** The measures of a scenario in one world: as the kinds of `sim.measure`, one by one. */

/** @typedef {import("./types").Measure} Measure */
/** @typedef {import("./types").Side} Side */
/** @typedef {import("./types").About} About */
/** @typedef {import("./ledgers.js").Ledgers} Ledgers */
/** @typedef {import("./ledgers.js").Flow} Flow */
/** @typedef {[number, number]} Window */
/** @typedef {{about: About, ledgers: Ledgers}} World */

/**
 * NaN where it is undefined: a share of nothing, a change from nothing.
 * @param {Measure} measure @param {World} world @returns {number}
 */
export function valueOf(measure, world) {
  const of = KINDS[measure.kind];
  if (of === undefined) throw new Error(`a page cannot take the measure '${measure.kind}'`);
  return of(measure, world);
}

/** @type {Record<string, (measure: Measure, world: World) => number>} */
const KINDS = {
  volume: (m, world) => volume(world, flow(m), m, window(m), m.class),
  order_count: (m, world) => volume(world, "order_count", m, window(m), m.class),
  money: (m, world) => volume(world, `${flow(m)}_usd`, m, window(m)),
  change: (m, world) =>
    ratio(volume(world, flow(m), m, some(m.to), m.class), volume(world, flow(m), m, some(m.from), m.class)) - 1,
  ratio: (m, world) =>
    ratio(volume(world, flow(m), some(m.top), window(m)), volume(world, flow(m), some(m.bottom), window(m))),
  share: (m, world) =>
    ratio(volume(world, flow(m), m, window(m), m.class), volume(world, flow(m), { ...m, supplier: null }, window(m), m.class)),
  world_share: (m, world) =>
    ratio(volume(world, flow(m), m, window(m)), volume(world, flow(m), { buyer: null, supplier: null }, window(m))),
  announcements_per_order: (m, world) => {
    const announced = sum(world, "announcements", m, window(m), m.class, true);
    return ratio(announced, sum(world, "order_count", m, window(m), m.class, true, (count) => Math.min(count, 1)));
  },
  rank,
  hhi,
  first_order: firstOrder,
};

/** @param {Measure} m */
function flow(m) {
  return some(m.of);
}

/** @param {Measure} m */
function window(m) {
  return some(m.window);
}

/** @template T @param {T | undefined} value @returns {T} */
function some(value) {
  if (value === undefined) throw new Error("a measure lacks a field");
  return value;
}

/** @param {number} part @param {number} whole */
function ratio(part, whole) {
  return whole > 0 ? part / whole : NaN;
}

/** @param {World} world @param {Flow} name @param {Side} side @param {Window} years @param {number | null} [kind] */
function volume(world, name, side, years, kind = null) {
  return sum(world, name, side, years, kind, kind !== null);
}

/**
 * Sum of a ledger over states, classes and years.
 * @param {World} world @param {Flow} name @param {Side} side @param {Window} years
 * @param {number | null | undefined} kind the class, or null for all
 * @param {boolean} byClass whether classes are cells of their own
 * @param {(cell: number) => number} [taken] what is taken of a cell
 */
function sum(world, name, { buyer, supplier }, [first, last], kind, byClass, taken = (cell) => cell) {
  const { about, ledgers } = world;
  const ledger = ledgers.of(name, byClass);
  const classes = byClass ? about.classes.length : 1;
  const kinds = byClass && typeof kind === "number" ? [kind] : range(classes);
  let total = 0;
  for (const b of buyer ?? range(about.buyers.length))
    for (const s of supplier ?? range(about.suppliers.length))
      for (const k of kinds) {
        const row = ((b * about.suppliers.length + s) * classes + k) * ledgers.years;
        for (let t = first; t <= last; t++) total += taken(ledger[row + t]);
      }
  return total;
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, i) => i);
}

/** Place among single states; aggregates stand in no ranking. @param {Measure} m @param {World} world */
function rank(m, world) {
  const buys = m.buyer !== null;
  const names = buys ? world.about.buyers : world.about.suppliers;
  const volumes = names.map((_, i) =>
    volume(world, flow(m), buys ? { buyer: [i], supplier: null } : { buyer: null, supplier: [i] }, window(m)));
  const mine = volumes[(buys ? m.buyer : m.supplier)?.[0] ?? -1];
  const ahead = volumes.filter((other, i) => other > mine && !world.about.aggregates.includes(names[i]));
  return mine > 0 ? ahead.length + 1 : NaN;
}

/** @param {Measure} m @param {World} world */
function hhi(m, world) {
  const volumes = world.about.suppliers.map((_, s) => volume(world, flow(m), { buyer: m.buyer, supplier: [s] }, window(m)));
  const total = volumes.reduce((sum, one) => sum + one, 0);
  return ratio(volumes.reduce((sum, one) => sum + one * one, 0), total * total);
}

/** @param {Measure} m @param {World} world */
function firstOrder(m, world) {
  const t = range(world.ledgers.years).findIndex((year) => volume(world, "orders", m, [year, year]) > 0);
  return t < 0 ? NaN : world.about.years[0] + t;
}
