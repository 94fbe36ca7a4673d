/** One world: its orders on a time line, and why one of them went where it went. */

import { el, svg } from "./dom.js";
import { capital, inSentence, number } from "./format.js";

/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./types").Orders} Orders */
/** @typedef {import("./types").Why} Why */
/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {{row: number, year: number, supplier: number, kind: number, tiv: number, first: number, last: number}} Order */

const ROW = 34, LEFT = 126, RIGHT = 18, TOP = 8, BOTTOM = 24;

/**
 * The orders of one buyer in a world, oldest first; what was on the book at the start is left out.
 * @param {Orders} orders @param {Meta} meta @param {number} buyer its place; −1 is all
 * @returns {Order[]}
 */
export function ordersIn(orders, meta, buyer) {
  const found = [];
  for (let row = 0; row < orders.length; row++)
    if (orders.year[row] >= meta.years[0] && (buyer < 0 || orders.buyer[row] === buyer))
      found.push({
        row, year: orders.year[row], supplier: orders.supplier[row], kind: orders.class[row], tiv: orders.tiv[row],
        first: orders.first[row], last: orders.last[row],
      });
  return found.sort((one, other) => one.year - other.year || one.row - other.row);
}

/**
 * The world that lies nearest to the medians of what is shown.
 * @param {Picture} picture @returns {number}
 */
export function typicalWorld({ ours, bands }) {
  if (ours === null) return 0;
  const block = ours.suppliers * ours.years.length;
  let best = 0, nearest = Infinity;
  for (let world = 0; world < ours.worlds; world++) {
    let far = 0;
    for (let place = 0; place < block; place++) {
      const value = ours.values[world * block + place];
      const median = bands[Math.floor(place / ours.years.length)][place % ours.years.length][2] ?? NaN;
      if (!Number.isNaN(value - median)) far += Math.abs(value - median);
    }
    if (far < nearest) [best, nearest] = [world, far];
  }
  return best;
}

/** @param {Order} order @param {Meta} meta */
export function orderWords({ year, supplier, kind, tiv, first, last }, meta) {
  const arms = meta.classes[kind]?.label ?? "arms";
  const arrive = first > 0 ? `, delivered ${first === last ? first : `${first} to ${last}`}` : "";
  return `${year}: ${arms} from ${inSentence(meta.suppliers[supplier].name)}, ${number(tiv)} million TIV${arrive}`;
}

/**
 * A row for each supplier, a dot for each order, as large as the order.
 * @param {HTMLElement} place @param {Order[]} orders @param {Meta} meta @param {number | null} chosen row of the order looked at
 * @param {(order: Order) => void} choose
 */
export function drawTimeLine(place, orders, meta, chosen, choose) {
  const totals = new Map();
  for (const { supplier, tiv } of orders) totals.set(supplier, (totals.get(supplier) ?? 0) + tiv);
  const suppliers = [...totals.keys()].sort((one, other) => totals.get(other) - totals.get(one));
  const width = Math.max(300, place.clientWidth);
  const height = TOP + BOTTOM + ROW * suppliers.length;
  const [first, last] = meta.years;
  const x = (/** @type {number} */ year) => LEFT + ((width - LEFT - RIGHT) * (year - first + 0.5)) / (last - first + 1);
  const largest = Math.max(1, ...orders.map(({ tiv }) => tiv));
  const drawn = svg("svg", { class: "panel time-line", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Orders of this world; choose one to see why" });
  for (let year = Math.ceil(first / 5) * 5; year <= last; year += 5)
    drawn.append(svg("line", { class: "rule", x1: x(year), x2: x(year), y1: TOP, y2: height - BOTTOM }),
      svg("text", { class: "tick", x: x(year), y: height - 6, "text-anchor": "middle" }, String(year)));
  suppliers.forEach((s, row) => {
    const y = TOP + ROW * (row + 0.5);
    const name = svg("text", { class: "label", x: LEFT - 20, y: y + 4, "text-anchor": "end" }, meta.suppliers[s].name);
    drawn.append(svg("line", { class: "rule", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }), name);
  });
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const order of [...orders].sort((one, other) => other.tiv - one.tiv)) {
    const key = `${order.supplier} ${order.year}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const dot = svg("circle", {
      class: order.row === chosen ? "order chosen" : "order", cx: x(order.year) + 4 * (before % 2 === 0 ? before / 2 : -(before + 1) / 2),
      cy: TOP + ROW * (suppliers.indexOf(order.supplier) + 0.5), r: 2.5 + 12 * Math.sqrt(order.tiv / largest),
      "data-row": order.row, onclick: () => choose(order),
    }, svg("title", {}, orderWords(order, meta)));
    dot.style.setProperty("--c", meta.suppliers[order.supplier].colour);
    drawn.append(dot);
  }
  place.replaceChildren(drawn);
}

/**
 * The same orders as a list to choose from, for keys and readers; the largest first.
 * @param {HTMLSelectElement} list @param {Order[]} orders @param {Meta} meta @param {number | null} chosen
 */
export function fillOrderList(list, orders, meta, chosen) {
  const empty = el("option", { value: "" }, `Choose one of ${orders.length} orders`);
  list.replaceChildren(empty, ...orders.map((order) => el("option", { value: order.row, selected: order.row === chosen }, orderWords(order, meta))));
}

/**
 * Reasons as bars: what each adds to the winner over the runner-up.
 * @param {HTMLElement} place @param {Why} why @param {Order} order @param {Meta} meta
 */
export function drawWhy(place, why, order, meta) {
  const name = meta.suppliers[order.supplier].name;
  const won = why.offers.find(({ supplier }) => supplier === name);
  const other = why.offers.find(({ supplier }) => supplier !== name);
  const title = el("h4", {}, orderWords(order, meta));
  if (why.given || won === undefined) {
    place.replaceChildren(title, el("p", {}, "This order is told to the model by the scenario; the model did not choose it."));
    return;
  }
  const absent = why.absent.slice(0, 4).map(({ supplier, words }) => `${capital(inSentence(supplier))}: ${words}.`);
  const kept = absent.length === 0 ? null : el("div", {}, el("p", {}, "Who made no offer that counted:"), el("ul", { class: "plain" }, ...absent.map((words) => el("li", {}, words))));
  if (other === undefined) {
    place.replaceChildren(title, el("p", {}, `${capital(inSentence(name))} made the only offer.`), ...(kept === null ? [] : [kept]));
    return;
  }
  const gaps = why.reasons
    .map((reason, place) => ({ ...reason, gap: won.parts[place] - other.parts[place] }))
    .filter(({ gap }) => Math.abs(gap) >= 0.005)
    .sort((one, two) => Math.abs(two.gap) - Math.abs(one.gap));
  const total = gaps.reduce((sum, { gap }) => sum + gap, 0);
  const most = Math.max(...gaps.map(({ gap }) => Math.abs(gap)), 1e-9);
  const rows = gaps.slice(0, 9).map(({ words, gap }) => {
    const bar = el("span", { class: gap < 0 ? "bar less" : "bar", "aria-hidden": "true" });
    bar.style.setProperty("--part", `${(50 * Math.abs(gap)) / most}%`);
    return el("tr", {}, el("th", { scope: "row" }, capital(words)), el("td", {}, bar, `${gap > 0 ? "+" : ""}${number(gap)}`));
  });
  place.replaceChildren(title,
    el("p", {}, `${capital(inSentence(name))} won before ${inSentence(other.supplier)}. Each bar is what a reason adds to the winner’s offer more than to the second best: to the right for ${inSentence(name)}, to the left for ${inSentence(other.supplier)}. Together they make ${number(total)}.`),
    el("table", { class: "alone why" }, el("caption", {}, "Reasons, the strongest first"), el("tbody", {}, ...rows)),
    ...(kept === null ? [] : [kept]));
}
