/**
 * Smallest, middle and largest as one text, such as `0.45/0.53/1.18`; null without any.
 *
 * @param {number[]} values
 * @param {number} [digits] After the decimal point.
 * @returns {string | null}
 */
function spread(values, digits = 2) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle == null) {
    return null;
  }
  return [sorted[0], middle, sorted.at(-1)].map((value) => value?.toFixed(digits)).join("/");
}

export { spread };
