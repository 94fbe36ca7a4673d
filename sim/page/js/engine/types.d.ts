/** What the engine is given, and what its workers say. Axes: B buyers, S suppliers, K classes, Y years. */

import type { EngineState, Orders, Reason, Why } from "../types";

/** Who buys and who sells; null is everybody. Places of states. */
export interface Side { buyer: number[] | null; supplier: number[] | null }

/** A measure of the scenario; years count from its start. */
export interface Measure extends Side {
  id: string;
  kind: string;
  class?: number | null;
  of?: "deliveries" | "orders";
  window?: [number, number];
  from?: [number, number];
  to?: [number, number];
  top?: Side;
  bottom?: Side;
}

/** What `sim.page.bundle` says of the arrays of a case. */
export interface About {
  worlds: number;
  seed: number;
  years: [number, number];
  buyers: string[];
  suppliers: string[];
  classes: string[];
  aggregates: string[];
  parameters: string[];
  weights: string[];
  /** One for each weight, and chance at the end. */
  reasons: Reason[];
  hindrances: string[];
  /** Why a supplier made no offer, in words. */
  causes: Record<string, string>;
  /** TIV under which a package is small. */
  small_package: number;
  /** Number of the first order that a scenario gives. */
  first_given: number;
  events: string[];
  measures: Measure[];
  most_orders: number;
  /** Names of the arrays of `E`, `F`, `X` and `W`, in their order. */
  places: Record<"E" | "F" | "X" | "W", string[]>;
  /** Columns of `orders.Orders.place`. */
  order: Record<"world" | "buyer" | "supplier" | "class" | "signed" | "kind", number>;
  /** Columns of `W.TENDER`. */
  tender: Record<"class" | "number" | "tiv" | "supplier", number>;
  /** Columns of `E.EVENT` and `E.STROKE`, and the mode of what is a factor. */
  event: Record<"year" | "until" | "on" | "size", number>;
  stroke: Record<"mode" | "value", number>;
  multiply: number;
  /** Columns of `E.DIFFERS`, the number of no condition, and the year of no end. */
  differs: Record<"event" | "probability" | "earliest" | "latest" | "ends" | "condition", number>;
  no_condition: number;
  no_end: number;
  /** Suppliers whose talks one number holds. */
  bits: number;
  arrays: { name: string; at: number; shape: number[] }[];
}

export interface Bundle {
  about: About;
  /** Gzipped arrays in base 64. */
  packed: string;
  /** The script of a worker. */
  worker: string;
}

/** Cells of a ledger that are not zero, in the order of worlds and buyers. */
export interface Ledger {
  /** Place of each cell among suppliers and years: s * Y + y. */
  cells: Uint16Array | Uint32Array;
  /** [worlds * B + 1] first cell of each world and buyer. */
  ends: Int32Array;
  tiv: Float64Array;
  usd: Float64Array;
  /** Number of orders; null for deliveries. */
  counts: Float64Array | null;
}

/** What came of some worlds. */
export interface Block {
  first: number;
  count: number;
  deliveries: Ledger;
  orders: Ledger;
  /** [worlds * measures] */
  measures: Float64Array;
}

/** What a worker is asked; the case comes first. */
export type Task =
  | { kind: "case"; about: About; arrays: ArrayBuffer }
  | { kind: "run"; state: EngineState; first: number; count: number }
  | { kind: "world"; state: EngineState; world: number }
  | { kind: "why"; state: EngineState; world: number; order: number };

export type Answer =
  | { kind: "case" }
  | { kind: "run"; block: Block }
  | { kind: "world"; orders: Orders }
  | { kind: "why"; why: Why }
  | { kind: "failed"; message: string };

/** As much of a Worker as the engine needs. */
export interface Port {
  postMessage(task: Task, transfer?: Transferable[]): void;
  onmessage: ((event: { data: Answer }) => void) | null;
  onerror?: ((event: any) => void) | null;
  terminate(): void;
}
