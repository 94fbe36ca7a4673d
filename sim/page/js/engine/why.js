/** Why an order went where it went: the tender as its buyer saw it, as `sim.explain.replay` does it. */

import { array } from "./kernel.js";

/** @typedef {import("./case.js").Case} Case */
/** @typedef {import("../types").Why} Why */
/** @typedef {import("../types").Orders} Orders */
/** @typedef {{b: number, k: number, t: number, number: number, tiv: number, small: boolean}} Tender */

const STOPPED = "the deal was struck, and stopped by a larger customer of its, a rival of the buyer";

/**
 * @param {Case} found @param {Orders} orders of the world @param {number} world
 * @param {number} order its place among them @returns {Why}
 */
export function whyOf(found, orders, world, order) {
  const { about } = found;
  const given = { reasons: about.reasons, offers: [], absent: [], decisive: [], given: true };
  if (orders.year[order] < about.years[0]) return given;
  const tender = tenderOf(found, orders, world, order);
  if (tender.number >= about.first_given) return given;
  return found.kernel.aside(() => explained(found, tender, orders.supplier[order]));
}

/**
 * Play the world until the offers of the order's year are made; the memory then holds it so.
 * @param {Case} found @param {Orders} orders @param {number} world @param {number} order @returns {Tender}
 */
function tenderOf(found, orders, world, order) {
  const { kernel, about } = found;
  const b = orders.buyer[order], t = orders.year[order] - about.years[0];
  let before = 0; // orders of the same buyer and year that were signed first
  for (let row = 0; row < order; row++) if (orders.year[row] === orders.year[order] && orders.buyer[row] === b) before += 1;
  found.begin(world);
  kernel.call("play_to_offers", [BigInt(t), ...found.fixed, ...found.forcing, ...found.events, ...found.worldWords]);
  const size = found.at.start.shape[0];
  const offered = kernel.floats(found.world, size).slice();
  kernel.call("choose", [BigInt(t), ...found.fixed, ...found.forcing, ...found.worldWords]);
  const [slot] = kernel.floats(found.find("F", "FIRST_SLOT", 1).address + 8 * b, 1);
  const tenders = found.find("W", "TENDER", 2);
  const width = tenders.shape[1];
  let row = tenders.address + 8 * slot * width;
  for (; ; row += 8 * width) if (kernel.floats(row, width)[about.tender.supplier] >= 0 && before-- === 0) break;
  const tender = kernel.floats(row, width).slice();
  kernel.floats(found.world, size).set(offered);
  const tiv = tender[about.tender.tiv];
  return { b, k: tender[about.tender.class], t, number: tender[about.tender.number], tiv, small: tiv < about.small_package };
}

/** @param {Case} found @param {Tender} tender @param {number} winner @returns {Why} */
function explained(found, tender, winner) {
  const { about } = found;
  const everyone = about.suppliers.map((_, s) => s);
  const { ready, tasteShock, barred } = offerDraws(found, tender);
  const parts = partsOf(found, tender, tasteShock);
  const value = parts.map((row) => row.reduce((sum, part) => sum + part, 0));
  const causes = causesOf(found, tender, ready);
  const made = everyone.filter((s) => causes[s] === null);
  const best = (/** @type {number[]} */ which) => [...which].sort((one, other) => value[other] - value[one] || one - other);
  const standing = best(made.filter((s) => !barred[s]));
  const stopped = best(made.filter((s) => barred[s] && value[s] > value[winner]));
  const money = moneyOf(found, tender, Math.max(made.length, 1));
  const away = everyone.filter((s) => causes[s] !== null && causes[s] !== "itself" && causes[s] !== "lacks");
  return {
    reasons: about.reasons,
    offers: standing.map((s) => ({ supplier: about.suppliers[s], value: value[s], parts: parts[s], usd: money[s] })),
    absent: [
      ...stopped.map((s) => ({ supplier: about.suppliers[s], words: STOPPED })),
      ...best(away).map((s) => ({ supplier: about.suppliers[s], words: about.causes[causes[s] ?? ""] })),
    ],
    decisive: standing.length > 1 ? decisive(found, parts[standing[0]], parts[standing[1]]) : [],
    given: false,
  };
}

/** @param {Tender} tender @returns {bigint[]} */
function address({ b, k, t }) {
  return [BigInt(b), BigInt(k), BigInt(t)];
}

/** @param {Case} found @param {Tender} tender */
function offerDraws(found, tender) {
  const shape = [found.about.suppliers.length, 3];
  const offers = filled(found, "look_at_offers", [...address(tender), BigInt(tender.number)], shape);
  return { ready: offers.map((row) => row[0]), tasteShock: offers.map((row) => row[1]), barred: offers.map((row) => row[2] > 0) };
}

/**
 * What each reason, and chance at the end, adds to the value of each supplier's offer, made or not.
 * @param {Case} found @param {Tender} tender @param {number[]} tasteShock @returns {number[][]}
 */
function partsOf(found, tender, tasteShock) {
  const { kernel, about } = found;
  const p = kernel.floats(found.p, about.parameters.length).slice();
  const own = (/** @type {string} */ name) => p[about.parameters.indexOf(name)];
  const scale = own("choice_scale") * (tender.small ? own("small_package") : 1);
  const units = kernel.room(about.weights.length * p.length);
  // parameters with one weight of 1 and all others 0, so that each term stands alone
  const rows = kernel.floats(units, about.weights.length * p.length);
  about.weights.forEach((name, j) => {
    const row = rows.subarray(j * p.length, (j + 1) * p.length);
    row.set(p);
    row[about.parameters.indexOf("choice_scale")] = 1;
    for (const other of about.weights) row[about.parameters.indexOf(other)] = other === name ? 1 : 0;
  });
  const shape = [about.suppliers.length, about.weights.length];
  const terms = filled(found, "look_at_terms", [...address(tender), ...found.records(units, about.weights.length)], shape);
  kernel.floats(found.p, p.length).set(p);
  return terms.map((row, s) => [...row.map((term, j) => scale * term * own(about.weights[j])), -Math.log(-Math.log(tasteShock[s]))]);
}

/**
 * Why each supplier made no offer; null if it made one.
 * @param {Case} found @param {Tender} tender @param {number[]} ready @returns {(string | null)[]}
 */
function causesOf(found, tender, ready) {
  const { kernel, about } = found;
  const suppliers = about.suppliers.length;
  const chances = filled(found, "look_at_hindrances", address(tender), [suppliers, about.hindrances.length + 2]);
  const same = kernel.floats(found.find("F", "SAME_STATE", 2).address + 8 * tender.b * suppliers, suppliers);
  const output = found.find("X", "OUTPUT", 3).address + 8 * tender.t * suppliers * about.classes.length;
  const chance = found.find("W", "CHANCE", 3).address + 8 * (tender.b * about.classes.length + tender.k) * suppliers;
  return chances.map(([asItWas, ...others], s) => {
    if (same[s] !== 0) return "itself";
    if (kernel.floats(output + 8 * (s * about.classes.length + tender.k), 1)[0] <= 0) return "lacks";
    if (ready[s] < kernel.floats(chance, suppliers)[s]) return null;
    const together = others.pop() ?? 0;
    const better = others.flatMap((without, n) => (without > asItWas ? [{ cause: about.hindrances[n], without }] : []));
    if (better.length > 1) better.push({ cause: "several", without: together });
    return better.find(({ without }) => ready[s] < without)?.cause ?? "luck";
  });
}

/** @param {Case} found @param {Tender} tender @param {number} bidders */
function moneyOf(found, tender, bidders) {
  const { kernel, about } = found;
  const suppliers = about.suppliers.length;
  const money = kernel.room(suppliers);
  const { number, tiv } = tender;
  kernel.call("look_at_money", [
    ...address(tender), BigInt(number), tiv, BigInt(bidders), ...found.fixed, ...found.forcing, ...found.worldWords, ...array(money, [suppliers]),
  ]);
  return kernel.floats(money, suppliers).slice();
}

/**
 * Groups without whose difference the second best offer had won, the largest difference first.
 * @param {Case} found @param {number[]} winner @param {number[]} other
 */
function decisive({ about }, winner, other) {
  /** @type {Map<string, number>} */
  const groups = new Map();
  about.reasons.forEach(({ group }, j) => groups.set(group, (groups.get(group) ?? 0) + winner[j] - other[j]));
  const margin = [...groups.values()].reduce((sum, gap) => sum + gap, 0);
  return [...groups].filter(([, gap]) => gap > margin).sort((one, two) => two[1] - one[1]).map(([group]) => group);
}

/**
 * What an entry point writes into an array of two axes, its last argument, rows first.
 * @param {Case} found @param {string} entry @param {import("./kernel.js").Word[]} words that come before the case
 * @param {number[]} shape @returns {number[][]}
 */
function filled(found, entry, words, shape) {
  const { kernel } = found;
  const [rows, width] = shape;
  const room = kernel.room(rows * width);
  kernel.call(entry, [...words, ...found.fixed, ...found.forcing, ...found.worldWords, ...array(room, shape)]);
  return Array.from({ length: rows }, (_, row) => Array.from(kernel.floats(room + 8 * row * width, width)));
}
