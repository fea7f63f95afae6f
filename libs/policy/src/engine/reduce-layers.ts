/** Cuts the layers down to `limit` in the order in which they give way. Returns what was cut. Changes `amounts`. */
export function reduceLayers(amounts: number[], giveWay: readonly number[], limit: number): number {
  let excess = amounts.reduce((sum, amount) => sum + amount, 0) - Math.max(0, limit);
  if (excess <= 0) return 0;
  const total = excess;
  for (const index of giveWay) {
    const cut = Math.min(amounts[index] ?? 0, excess);
    amounts[index] = (amounts[index] ?? 0) - cut;
    excess -= cut;
    if (excess === 0) break;
  }
  return total - excess;
}
