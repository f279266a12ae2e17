/**
 * What the page's build puts in place of `zod/mini`: as much of it as the schemas use, with the same verdict, the
 * same output and the same places of what is wrong, in a tenth of the bytes. What is not here ends the build.
 */

/** Called with the place of a value that is refused, from the outermost name to the innermost. */
type Refuse = (...path: PropertyKey[]) => void;

interface Schema {
  /** What the schema gives for a value; when anything was refused, nothing that counts. */
  read(value: unknown, refuse: Refuse): unknown;
  safeParse(value: unknown): Verdict;
}

type Verdict =
  | { success: true; data: unknown }
  | { success: false; error: { issues: { path: PropertyKey[] }[] } };

/* @__NO_SIDE_EFFECTS__ */
function schema(read: Schema["read"]): Schema {
  return {
    read,
    safeParse(value) {
      const issues: { path: PropertyKey[] }[] = [];
      const data = read(value, (...path) => issues.push({ path }));
      return issues.length > 0 ? { success: false, error: { issues } } : { success: true, data };
    },
  };
}

/* @__NO_SIDE_EFFECTS__ */
function custom(isRight: (value: unknown) => boolean): Schema {
  return schema((value, refuse) => {
    if (!isRight(value)) refuse();
    return value;
  });
}

const unknown = /* @__NO_SIDE_EFFECTS__ */ (): Schema => custom(() => true);

const string = /* @__NO_SIDE_EFFECTS__ */ (): Schema =>
  custom((value) => typeof value === "string");

const boolean = /* @__NO_SIDE_EFFECTS__ */ (): Schema =>
  custom((value) => typeof value === "boolean");

const number = /* @__NO_SIDE_EFFECTS__ */ (): Schema => custom(Number.isFinite);

const oneOf = /* @__NO_SIDE_EFFECTS__ */ (words: readonly unknown[]): Schema =>
  custom((value) => words.includes(value));

/* @__NO_SIDE_EFFECTS__ */
function nullable(inner: Schema): Schema {
  return schema((value, refuse) => (value === null ? value : inner.read(value, refuse)));
}

/** A part's value; what is wrong there is said with the part's name. */
function partOf(part: Schema, value: unknown, name: PropertyKey, refuse: Refuse) {
  return part.read(value, (...path) => refuse(name, ...path));
}

/* @__NO_SIDE_EFFECTS__ */
function array(items: Schema): Schema {
  return schema((value, refuse) =>
    Array.isArray(value) ? value.map((item, index) => partOf(items, item, index, refuse)) : refuse()
  );
}

/** An object whose parts are those that the shape for it names. */
/* @__NO_SIDE_EFFECTS__ */
function parts(shapeFor: (value: object) => Record<string, Schema>): Schema {
  return schema((value, refuse) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(shapeFor(value)).map(([name, part]) => [
            name,
            name in value
              ? partOf(part, (value as Record<string, unknown>)[name], name, refuse)
              : refuse(name),
          ])
        )
      : refuse()
  );
}

const object = /* @__NO_SIDE_EFFECTS__ */ (shape: Record<string, Schema>): Schema =>
  parts(() => shape);

/** Its names are any: they are `string()` in all schemas that there are. */
/* @__NO_SIDE_EFFECTS__ */
function record(_names: Schema, values: Schema): Schema {
  return parts((value) => {
    const shape = Object.fromEntries(Object.keys(value).map((name) => [name, values]));
    // As zod does, so that no reply reaches an object's prototype.
    delete shape["__proto__"];
    return shape;
  });
}

export { array, boolean, custom, nullable, number, object, oneOf as enum, record, string, unknown };
