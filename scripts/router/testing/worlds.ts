/** Small programs of several modules, made by chance to have as many equal names as possible. */
import * as fc from "fast-check";

/** `lc` is a builtin too; three look like names that the build makes. */
const names = ["a", "b", "a_m1", "lc", "basename_fs", "b_daemon_m0"];
const moduleCount = 4;

type Kind = "text" | "function" | "object";

interface Declaration {
  name: string;
  kind: Kind;
  /** Name of the function's parameter, or of the field. */
  inner: string;
}

interface Import {
  /** Counted from the module before; beyond the first one it is ucode's own. */
  back: number;
  /** Which of its exports. */
  at: number;
  local: string;
}

interface Part {
  imports: Import[];
  declarations: Declaration[];
}

const name = fc.constantFrom(...names);
const kind = fc.constantFrom<Kind>("text", "function", "object");
const part: fc.Arbitrary<Part> = fc.record({
  imports: fc.array(fc.record({ back: fc.nat(3), at: fc.nat(9), local: name }), { maxLength: 4 }),
  declarations: fc.uniqueArray(fc.record({ name, kind, inner: name }), {
    selector: (one) => one.name,
    minLength: 1,
    maxLength: 4,
  }),
});

const worlds = fc.array(part, { minLength: moduleCount, maxLength: moduleCount });

/** The text of what a name stands for, where `inner` is a parameter's name. */
function shownAs(local: string, kinds: Map<string, Kind>, inner: string | null): string {
  if (local === inner || kinds.get(local) === "text") {
    return `\${${local}}`;
  }
  return kinds.get(local) === "function" ? `\${${local}("x")}` : `\${${local}.field}`;
}

function declarationText(one: Declaration, home: string, kinds: Map<string, Kind>): string {
  const inner = one.kind === "function" ? one.inner : null;
  const visible = [...kinds.keys()].slice(-2);
  const parts = visible.map((local) => shownAs(local, kinds, inner));
  const text = `\`${home}.${one.name}(${parts.join(",")})\``;
  switch (one.kind) {
    case "text":
      return `const ${one.name}: string = ${text};`;
    case "function":
      return `function ${one.name}(${one.inner}: string): string { return ${text} + ${one.inner}; }`;
    case "object":
      return `const ${one.name} = { field: ${text}, ${visible.slice(0, 1).join()} };`;
  }
}

/** What each module exports, by its number. */
type Exports = Map<string, Kind>[];

function moduleText(world: Part, index: number, exports: Exports): string {
  const home = `m${index}`;
  const lines: string[] = [];
  // What is known so far.
  const kinds = new Map<string, Kind>();
  const own = new Set(world.declarations.map((one) => one.name));
  for (const { back, at, local } of world.imports) {
    const offered = [...(exports[index - 1 - back] ?? [])];
    const [exported, itsKind] = offered[at % Math.max(1, offered.length)] ?? [
      "basename",
      "function",
    ];
    if (!own.has(local) && !kinds.has(local)) {
      const from = offered.length > 0 ? `./m${index - 1 - back}.ts` : "ucode:fs";
      lines.push(`import { ${exported} as ${local} } from "${from}";`);
      kinds.set(local, itsKind);
    }
  }
  if (!own.has("lc") && !kinds.has("lc")) {
    lines.push(`const low_${home} = lc("LOW");`);
    kinds.set(`low_${home}`, "text");
  }
  for (const one of world.declarations) {
    lines.push(declarationText(one, home, kinds));
    kinds.set(one.name, one.kind);
  }
  const declared = world.declarations.map((one) => one.name);
  exports[index] = new Map(declared.map((one) => [one, kinds.get(one) as Kind]));
  return `${lines.join("\n")}\nexport { ${declared.join(", ")} };\n`;
}

/** The sources by path; `daemon/main.ts` exports the text `shown` of all there is. */
function textsOf(world: Part[]): Record<string, string> {
  const exports: Exports = [];
  const texts: Record<string, string> = {};
  world.forEach((one, index) => {
    texts[`daemon/m${index}.ts`] = moduleText(one, index, exports);
  });
  const imports = exports.flatMap((offered, index) =>
    [...offered.keys()].map((one) => `import { ${one} as ${one}_${index} } from "./m${index}.ts";`)
  );
  const shown = exports.flatMap((offered, index) =>
    [...offered].map(([one, itsKind]) =>
      shownAs(`${one}_${index}`, new Map([[`${one}_${index}`, itsKind]]), null)
    )
  );
  texts["daemon/main.ts"] =
    `${imports.join("\n")}\nconst shown = \`${shown.join("\n")}\`;\nexport { shown };\n`;
  return texts;
}

export { textsOf, worlds };
