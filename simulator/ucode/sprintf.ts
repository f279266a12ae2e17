/** ucode's sprintf: the conversions of C that its lib.c knows, and %J for JSON. */
import { formatExponent, formatGeneral, formatJson, toText } from "./text.ts";

interface Conversion {
  flags: string;
  width: number;
  precision: number | null;
  letter: string;
}

const conversionPattern = /%(?:([1-9]\d*)\$)?([#0\- +]*)([1-9]\d*)?(?:\.(-?\d*))?([a-zA-Z%])/g;

/** The number a value stands for; NaN where it stands for none. */
function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || value === undefined) return 0;
  if (typeof value !== "string") return NaN;
  const match = /^\s*[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?)/i.exec(value);
  return match ? Number(match[0]) : NaN;
}

/** The value cut to a whole number; 0 where there is none. */
function toInteger(value: unknown): bigint {
  const number = toNumber(value);
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
}

function pad(text: string, { flags, width }: Conversion, zeros: boolean): string {
  if (text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  if (!zeros || !flags.includes("0")) return text.padStart(width);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function withSign(text: string, { flags }: Conversion): string {
  if (text.startsWith("-")) return text;
  if (flags.includes("+")) return `+${text}`;
  return flags.includes(" ") ? ` ${text}` : text;
}

function formatInteger(value: unknown, conversion: Conversion): string {
  const { letter, flags } = conversion;
  const number = toInteger(value);
  if (letter === "d" || letter === "i")
    return pad(withSign(number.toString(), conversion), conversion, true);
  const unsigned = BigInt.asUintN(64, number);
  if (letter === "o")
    return pad((flags.includes("#") ? "0" : "") + unsigned.toString(8), conversion, true);
  if (letter === "u") return pad(unsigned.toString(), conversion, true);
  const hex = (flags.includes("#") && unsigned !== 0n ? "0x" : "") + unsigned.toString(16);
  return pad(letter === "X" ? hex.toUpperCase() : hex, conversion, true);
}

function formatDouble(value: unknown, conversion: Conversion): string {
  const number = toNumber(value);
  const precision = conversion.precision ?? 6;
  const letter = conversion.letter.toLowerCase();
  let text: string;
  if (!Number.isFinite(number)) text = String(number).toLowerCase().replace("infinity", "inf");
  else if (letter === "f") text = roundHalfEven(number, precision);
  else if (letter === "g") text = formatGeneral(number, precision);
  else {
    const [mantissa, exponent] = number.toExponential(precision).split("e");
    text = `${mantissa}e${formatExponent(Number(exponent))}`;
  }
  text = pad(withSign(text, conversion), conversion, Number.isFinite(number));
  return letter === conversion.letter ? text : text.toUpperCase();
}

/** Number.toFixed rounds exact halves up, C to even; all other values agree. */
/** Enough digits to tell a tie from what is nearly one: a double's own digits end before. */
const exactDigits = 60;

/** Rounds as C does: `toFixed` differs only where the number lies exactly between two results. */
function roundHalfEven(number: number, precision: number): string {
  const text = number.toFixed(precision);
  const exact = Math.abs(number).toFixed(Math.min(100, precision + exactDigits));
  const [whole = "", fraction = ""] = exact.split(".");
  const floor = whole + fraction.slice(0, precision);
  const isTie = /^50*$/.test(fraction.slice(precision));
  if (!isTie || Number(floor.at(-1)) % 2 !== 0) return text;
  return ((Math.sign(number) * Number(floor)) / 10 ** precision).toFixed(precision);
}

function convert(value: unknown, conversion: Conversion): string {
  const { letter, precision } = conversion;
  if ("diouxX".includes(letter)) return formatInteger(value, conversion);
  if ("eEfFgG".includes(letter)) return formatDouble(value, conversion);
  if (letter === "c")
    return pad(String.fromCharCode(Number(toInteger(value) & 255n)), conversion, false);
  if (letter === "J") {
    const indent = precision === null ? null : precision === 0 ? "\t" : " ".repeat(precision);
    return pad(formatJson(value, indent), conversion, false);
  }
  if (value === null || value === undefined) return "(null)";
  const text = toText(value);
  return pad(precision === null ? text : text.slice(0, precision), conversion, false);
}

/** Formats `values`; a missing value counts as null, an unknown conversion stays as it is written. */
function sprintf(format: string, ...values: unknown[]): string {
  if (typeof format !== "string") return "";
  let next = 0;
  return format.replace(
    conversionPattern,
    (whole, position: string, flags: string, width: string, precision: string, letter: string) => {
      if (letter === "%") return "%";
      if (!"diouxXeEfFgGcsJ".includes(letter)) return whole;
      const at = position ? Number(position) - 1 : next;
      next += 1;
      return convert(values[at], {
        flags,
        width: Number(width ?? 0),
        precision:
          precision === undefined ? null : precision.startsWith("-") ? 0 : Number(precision),
        letter,
      });
    }
  );
}

export { sprintf, toNumber };
