/** What the page is told and what the engine answers: the forms that modules share. */

/** How values are written; as `sim.measure.unit.Unit`. */
export interface Unit { words: string; gap: string; percent: boolean; signed: boolean; whole: boolean }

export interface Supplier { name: string; colour: string }

export interface EventMeta {
  id: string;
  /** Its id as words. */
  label: string;
  kind: string;
  /** What the kind does, in words. */
  what: string;
  year: number;
  until: number | null;
  over: number | null;
  why: string;
  source: string;
  /** States that it names; empty if none. */
  buyers: string[];
  suppliers: string[];
  /** Years to which it can be moved. */
  years: [number, number];
  /** Least and largest size; null if it has no number. */
  sizes: [number, number] | null;
  /** The way to each number in the event as written, and whether the size multiplies it or is its power. */
  scaled: [string[], "times" | "power"][];
  /** What its numbers are, as written. */
  size_words: string;
}

export interface ParameterMeta {
  name: string;
  label: string;
  meaning: string;
  group: string;
  unit: string;
  evidence: string;
  /** Ends of the slider, within the bounds. */
  low: number;
  high: number;
  /** Quantiles of what worlds draw, ascending: 5%, 25%, 50%, 75%, 95%. */
  drawn: number[];
  /** The value at which it has no effect; null if it cannot be turned off. */
  off: number | null;
  /** One of those that are in view at first. */
  main: boolean;
}

export interface MeasureMeta {
  id: string;
  label: string;
  subject: string;
  kind: string;
  unit: Unit;
  record: number | null;
}

/** Recorded volumes of one buyer in TIV. */
export interface BuyerRecord {
  /** Years with a yearly record, ascending. */
  years: number[];
  /** [suppliers][years] */
  yearly: number[][];
  windows: [number, number][];
  /** [suppliers][windows] */
  delivered: number[][];
  order_windows: [number, number][];
  ordered: number[][];
}

export interface Meta {
  name: string;
  title: string;
  question: string;
  look_for: string;
  years: [number, number];
  worlds: number;
  seed: number;
  buyers: string[];
  plot_buyers: string[];
  suppliers: Supplier[];
  classes: { id: string; label: string }[];
  groups: { name: string; meaning: string }[];
  events: EventMeta[];
  parameters: ParameterMeta[];
  measures: MeasureMeta[];
  /** By buyer; "" is all buyers together. */
  record: Record<string, BuyerRecord>;
  record_words: string;
  /** The whole scenario as plain data: what a scenario file may say. */
  scenario: Record<string, any>;
  limits: string[];
  /** How the record lies in the bands of the measures, in words; empty without a record. */
  standing: string;
  version: string;
  model_version: string;
  /** Whether the figures are those of a user's own register. */
  own_theatre: boolean;
  theatre: string;
}

/** What differs from the scenario, and nothing else. */
export interface EngineState {
  events: Record<string, { on: boolean; year: number; size: number }>;
  parameters: Record<string, number>;
}

/** Orders of one world, the book at its start first; years of the calendar, places of states and classes. */
export interface Orders {
  length: number;
  year: ArrayLike<number>;
  buyer: ArrayLike<number>;
  supplier: ArrayLike<number>;
  class: ArrayLike<number>;
  tiv: ArrayLike<number>;
  usd: ArrayLike<number>;
  first: ArrayLike<number>;
  last: ArrayLike<number>;
  /** 0 imported, 1 made under licence, 2 second hand */
  kind: ArrayLike<number>;
  /** [years x buyers x classes x numbers] suppliers with whom talks were announced, a bit each */
  talks: Float64Array;
}

export interface Tallies {
  /** [worlds x suppliers x years]; the buyer "" is all together. Counts have no unit. */
  flow(name: "deliveries" | "orders" | "counts", unit: "tiv" | "usd", buyer: string): Float64Array;
  /** [worlds]; NaN where it is undefined */
  measure(id: string): Float64Array;
}

/** The first worlds of a run, or all. */
export interface RunResult { worlds: number; tallies: Tallies }

export interface Reason { name: string; group: string; words: string }

/** Why an order went where it went: as `sim explain` tells it. */
export interface Why {
  reasons: Reason[];
  /** Best first; parts are in the order of the reasons, and add up to the value. Money is US$ m. */
  offers: { supplier: string; value: number; parts: number[]; usd: number }[];
  /** States that kept away, or whose deal was struck and stopped, with the reason in words. */
  absent: { supplier: string; words: string }[];
  /** Groups of reasons without which the second best offer had won, the largest first. */
  decisive: string[];
  /** Whether the scenario told the model this order, or it was on the book at the start. */
  given: boolean;
}

export interface Engine {
  worlds: number;
  /** Rejected with the reason, in plain words, where the model cannot run. */
  ready: Promise<unknown>;
  run(state: EngineState, span: { first: number; count: number }, onProgress: (partial: RunResult) => void, signal: AbortSignal): Promise<RunResult>;
  /** The orders of one world, played again. */
  world(state: EngineState, world: number): Promise<Orders>;
  /** Why an order of a world, by its place among them, went where it went. */
  why(state: EngineState, world: number, order: number): Promise<Why>;
}

/** Bands that were computed when the page was made: by buyer and view, [suppliers][years][5]. */
export interface Shipped { worlds: number; views: Record<string, Record<string, (number | null)[][][]>> }

export interface Term { word: string; meaning: string }

/** A choice of a guess: it is right if the outcome lies from `from` up to, but not including, `to`. */
export interface LessonChoice { say: string; from: number | null; to: number | null }

export interface LessonStep {
  say: string;
  guess: "draw" | "pick" | "none";
  choices: LessonChoice[];
  off: string[];
  set: Record<string, number>;
  year: Record<string, number>;
  tell: string;
}

export interface Lesson {
  id: string;
  title: string;
  question: string;
  buyer: string;
  supplier: string;
  view: string;
  window: [number, number];
  steps: LessonStep[];
  talk: string[];
}

export interface PageData {
  meta: Meta;
  shipped: Shipped;
  lessons: Lesson[];
  terms: Term[];
}
