/** Looking into one world: which one, its orders, and why each went where it went. */

import { byId, el } from "./dom.js";
import { forEngine } from "./state.js";
import { drawTimeLine, drawWhy, fillOrderList, ordersIn, typicalWorld } from "./world.js";

/** @typedef {import("./world.js").Order} Order */

export class Worlds {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.open = false;
    /** @type {number | null} null is the typical one */
    this.number = null;
    /** @type {Order | null} */
    this.chosen = null;
    /** @type {Order[]} */
    this.orders = [];
    /** What was asked for last, so that nothing is played twice. */
    this.asked = "";
  }

  listen() {
    const part = /** @type {HTMLDetailsElement} */ (byId("look-in"));
    part.ontoggle = () => { this.open = part.open; this.draw(); };
    const field = /** @type {HTMLInputElement} */ (byId("world"));
    field.onchange = () => this.go(field.value === "" ? null : Math.floor(Number(field.value)));
    byId("typical").onclick = () => this.go(null);
    byId("world-before").onclick = () => this.go(this.shown - 1);
    byId("world-after").onclick = () => this.go(this.shown + 1);
    const list = /** @type {HTMLSelectElement} */ (byId("order-list"));
    list.onchange = () => this.choose(this.orders.find(({ row }) => String(row) === list.value) ?? null);
  }

  get shown() {
    return this.number ?? (this.app.picture === null ? 0 : typicalWorld(this.app.picture));
  }

  /** @param {number | null} number */
  go(number) {
    const worlds = this.app.session?.mine?.worlds ?? 1;
    this.number = number === null || Number.isNaN(number) ? null : ((number % worlds) + worlds) % worlds;
    this.draw();
  }

  /** @param {Order | null} order */
  choose(order) {
    this.chosen = order;
    this.drawOrders();
    if (order !== null) void this.tell(order);
  }

  draw() {
    const { app } = this;
    const result = app.session?.mine ?? null;
    byId("look-in").hidden = app.session === null;
    if (!this.open || result === null) return;
    const asked = `${this.shown} ${app.state.buyer} ${JSON.stringify(forEngine(app.state))}`;
    if (asked === this.asked) return;
    this.asked = asked;
    this.chosen = null;
    byId("why").replaceChildren();
    void this.play(asked);
  }

  /** Play the world again for its orders. @param {string} asked */
  async play(asked) {
    const { app, shown } = this;
    /** @type {HTMLInputElement} */ (byId("world")).value = String(shown);
    byId("world-words").textContent = this.number === null ? "a typical world: the nearest to the medians of the chart" : "";
    const orders = await /** @type {import("./types").Engine} */ (app.session?.engine).world(forEngine(app.state), shown);
    if (asked !== this.asked) return; // the reader has gone on
    byId("time-line").dataset.world = String(shown);
    this.orders = ordersIn(orders, app.data.meta, app.data.meta.buyers.indexOf(app.state.buyer));
    this.drawOrders();
  }

  /** Draw what was played once more, where it is open: the window has another width. */
  drawOrders() {
    if (!this.open) return;
    const { meta } = this.app.data;
    const row = this.chosen?.row ?? null;
    drawTimeLine(byId("time-line"), this.orders, meta, row, (order) => this.choose(order));
    fillOrderList(/** @type {HTMLSelectElement} */ (byId("order-list")), this.orders, meta, row);
  }

  /** @param {Order} order */
  async tell(order) {
    const { app } = this;
    const place = byId("why");
    place.replaceChildren(el("p", { class: "note" }, "Playing this world again …"));
    try {
      const why = await /** @type {import("./types").Engine} */ (app.session?.engine).why(forEngine(app.state), this.shown, order.row);
      if (this.chosen === order) drawWhy(place, why, order, app.data.meta);
    } catch (error) {
      if (this.chosen === order) place.replaceChildren(el("p", {}, `This order cannot be explained: ${error}`));
    }
  }
}
