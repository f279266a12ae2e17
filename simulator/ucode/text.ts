/**
 * ucode's strings and numbers as text. Its strings are bytes. Here a string whose characters are all
 * below 256 is taken for bytes as it stands, which is what `chr`, sockets and ASCII text give; any
 * other string counts as its UTF-8 bytes. So "é" has one byte here and two on the router: code that
 * must agree on both never indexes text of people.
 */

function isByteString(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}

/** The bytes of a text, one character of 0 to 255 each. */
function toByteString(text: string): string {
  if (isByteString(text)) return text;
  const wellFormed = text.replace(/\p{Surrogate}/gu, "\ufffd");
  return encodeURIComponent(wellFormed).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16))
  );
}

/** A number with at most `digits` significant digits, as printf's %g. */
function formatGeneral(value: number, digits: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const precision = Math.max(1, digits);
  const scientific = value.toExponential(precision - 1);
  const [mantissa, exponentText] = scientific.split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= precision)
    return `${withoutTrailingZeros(mantissa)}e${formatExponent(exponent)}`;
  return withoutTrailingZeros(value.toFixed(precision - 1 - exponent));
}

/** An exponent as C prints it: a sign and at least two digits. */
function formatExponent(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${exponent < 0 ? "-" : "+"}${digits}`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function formatNumber(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
    ? String(value)
    : formatGeneral(value, 14);
}

function quoteJson(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

/**
 * A value as JSON the way ucode writes it, with spaces inside the brackets. `indent` null gives one
 * line. A double with a whole value is "1.0" on the router and "1" here: Node does not know the two
 * apart.
 */
function formatJson(value: unknown, indent: string | null, depth = 0): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number")
    return Number.isFinite(value)
      ? formatNumber(value)
      : Number.isNaN(value)
        ? '"NaN"'
        : `${value < 0 ? "-" : ""}1e309`;
  if (typeof value === "string") return quoteJson(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "function" || value instanceof RegExp) return quoteJson(String(value));
  const entries = Array.isArray(value)
    ? value.map((item) => formatJson(item, indent, depth + 1))
    : Object.entries(value).map(
        ([key, item]) => `${quoteJson(key)}: ${formatJson(item, indent, depth + 1)}`
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (indent === null)
    return entries.length === 0 ? `${open} ${close}` : `${open} ${entries.join(", ")} ${close}`;
  const outer = `\n${indent.repeat(depth)}`;
  if (entries.length === 0) return `${open}${outer}${close}`;
  const inner = `\n${indent.repeat(depth + 1)}`;
  return `${open}${inner}${entries.join(`,${inner}`)}${outer}${close}`;
}

/** A value as `print`, templates and `join` write it. */
function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return "null";
  if (typeof value === "function") return `function ${value.name}(...) { [native code] }`;
  if (value instanceof RegExp) return String(value);
  return formatJson(value, null);
}

export { toByteString, formatGeneral, formatExponent, formatJson, toText };
