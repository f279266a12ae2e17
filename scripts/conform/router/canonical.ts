/**
 * One text for one value, whatever program prints it: sorted keys, whole numbers as integers, others
 * with six decimals, no -0. ucode and JavaScript differ in how they show numbers and order keys.
 */

/** From here on doubles have no fraction that six decimals could show. */
const largestExact = 9007199254740991;

/** A decimal text without the zeros that end it, and without a dot that nothing follows. */
function withoutEndZeros(text: string): string {
  let end = length(text);
  while (substr(text, end - 1, 1) == "0") {
    end--;
  }
  return substr(text, 0, substr(text, end - 1, 1) == "." ? end - 1 : end);
}

function numberText(value: number): string {
  if (value != value) {
    return "NaN";
  }
  if (value > largestExact || value < -largestExact) {
    return sprintf("%.6e", value);
  }
  const text = withoutEndZeros(sprintf("%.6f", value));
  return text == "-0" ? "0" : text;
}

function listText(parts: string[], open: string, close: string): string {
  return `${open}${join(", ", parts)}${close}`;
}

/** The value as text; functions and other things without a value show as their type. */
function canonical(value: unknown): string {
  switch (type(value)) {
    case "int":
    case "double":
      return numberText(value as number);
    case "bool":
    case "string":
    case null:
      return sprintf("%J", value ?? null);
    case "array": {
      const list = value as unknown[];
      return listText(
        map(list, (one) => canonical(one)),
        "[",
        "]"
      );
    }
    case "object": {
      const object = value as { [key: string]: unknown };
      const names = sort(keys(object));
      const parts = map(names, (name) => `${sprintf("%J", name)}: ${canonical(object[name])}`);
      return listText(parts, "{", "}");
    }
    default:
      return `<${type(value)}>`;
  }
}

export { canonical };
