/** What came of the first worlds of a run: sums by supplier and year, and measures. */

/** @typedef {import("./types").About} About */
/** @typedef {import("./types").Block} Block */
/** @typedef {import("../types").RunResult} RunResult */

/**
 * @param {About} about @param {Block[]} blocks of consecutive worlds @returns {RunResult}
 */
export function resultOf(about, blocks) {
  const worlds = blocks.reduce((sum, { count }) => sum + count, 0);
  const tallies = {
    /** @param {"deliveries" | "orders" | "counts"} name @param {"tiv" | "usd"} unit @param {string} buyer "" is all */
    flow: (name, unit, buyer) => flow(about, blocks, worlds, name, unit, buyer),
    /** @param {string} id */
    measure: (id) => measure(about, blocks, worlds, id),
  };
  return { worlds, tallies };
}

/**
 * @param {About} about @param {Block[]} blocks @param {number} worlds
 * @param {"deliveries" | "orders" | "counts"} name @param {"tiv" | "usd"} unit @param {string} buyer
 */
function flow(about, blocks, worlds, name, unit, buyer) {
  const buyers = about.buyers.length;
  const width = about.suppliers.length * (about.years[1] - about.years[0] + 1);
  const place = about.buyers.indexOf(buyer);
  if (place < 0 && buyer !== "") throw new Error(`there is no buyer '${buyer}'`);
  const [first, last] = place < 0 ? [0, buyers] : [place, place + 1];
  const found = new Float64Array(worlds * width);
  let row = 0;
  for (const block of blocks) {
    const ledger = name === "deliveries" ? block.deliveries : block.orders;
    const amounts = name === "counts" ? ledger.counts : ledger[unit];
    if (amounts === null) throw new Error(`there are no ${name}`);
    for (let w = 0; w < block.count; w++, row += width)
      for (let i = ledger.ends[w * buyers + first]; i < ledger.ends[w * buyers + last]; i++)
        found[row + ledger.cells[i]] += amounts[i];
  }
  return found;
}

/** @param {About} about @param {Block[]} blocks @param {number} worlds @param {string} id */
function measure(about, blocks, worlds, id) {
  const place = about.measures.findIndex((one) => one.id === id);
  if (place < 0) throw new Error(`there is no measure '${id}'`);
  const found = new Float64Array(worlds);
  let world = 0;
  for (const block of blocks)
    for (let w = 0; w < block.count; w++) found[world++] = block.measures[w * about.measures.length + place];
  return found;
}
