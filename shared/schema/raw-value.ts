/** A value as UCI holds it. */
type RawValue = string | string[];

function isRawValue(value: unknown): value is RawValue {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.every((text) => typeof text === "string");
}

export { isRawValue };
export type { RawValue };
