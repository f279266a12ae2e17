/** Small programs made by chance: functions in functions, closures and loops with as many equal names as possible. */
import * as fc from "fast-check";

/** The first ones are what the build gives itself, `lc` is a builtin too. */
const names = ["e", "t", "n", "m", "a", "long_name", "lc"];

type Kind =
  | "text"
  | "print"
  | "assign"
  | "object"
  | "block"
  | "loop"
  | "each"
  | "catch"
  | "function";
const containers: Kind[] = ["block", "loop", "each", "catch", "function"];

interface Node {
  kind: Kind | "closure";
  name: string;
  /** Name of a parameter. */
  inner: string;
  /** Which of the visible variables; counted around. */
  pick: number;
  body: Node[];
}

const name = fc.constantFrom(...names);
const simple = fc.constantFrom<Kind>("text", "text", "print", "assign", "object");
const nested = fc.constantFrom<Node["kind"]>(...containers, "closure", "closure", "function");

const { body: programs } = fc.letrec<{ body: Node[]; leaf: Node; inner: Node; node: Node }>(
  (tie) => ({
    body: fc.array(tie("node"), { minLength: 1, maxLength: 5 }),
    node: fc.oneof({ maxDepth: 3, depthSize: "medium" }, tie("leaf"), tie("inner")),
    leaf: fc.record({ kind: simple, name, inner: name, pick: fc.nat(20), body: fc.constant([]) }),
    inner: fc.record({ kind: nested, name, inner: name, pick: fc.nat(20), body: tie("body") }),
  })
);

const declaring: string[] = ["text", "function", "closure"];

/** Names that a body declares for itself, with those that its head declares. */
function declaredIn(body: Node[], head: string[]): string[] {
  return [...head, ...body.filter(({ kind }) => declaring.includes(kind)).map((one) => one.name)];
}

/** Variables that hold texts, as known at one place. */
interface Known {
  texts: readonly string[];
  /** Every name that any scope around declares. */
  declared: readonly string[];
}

function pickOf({ texts }: Known, pick: number): string {
  return texts[pick % texts.length] ?? '"none"';
}

/** The lines of a statement, and what it makes known. */
function render(node: Node, known: Known): { text: string; texts: readonly string[] } {
  const { kind, inner, pick } = node;
  const value = pickOf(known, pick);
  const within = (head: string[]): string => renderBody(node.body, known, head);
  const texts = [...known.texts, node.name];
  switch (kind) {
    case "text":
      return { text: `const ${node.name} = ${value} + "${node.name}${pick}";`, texts };
    case "print":
      return { text: `print(\`<\${ ${value} }  >\`, ${value} + "\\n");`, texts: known.texts };
    case "assign":
      return { text: `changing = substr(changing + ${value}, -9);`, texts: known.texts };
    case "object": {
      const keys = known.texts.includes(value) ? `${value}, other: ${value},` : "other: changing,";
      return { text: `print(sprintf("%J", { ${keys} }));`, texts: known.texts };
    }
    case "block":
      return { text: `if (length(${value}) > 0) {\n${within([])}\n}`, texts: known.texts };
    case "loop": {
      const head = `for (let ${inner} = 0; ${inner} < 2; ${inner}++)`;
      return { text: `${head} {\n${within([inner])}\n}`, texts: known.texts };
    }
    case "each":
      return {
        text: `for (let ${inner} in { p: 1, q: 2 }) {\n${within([inner])}\n}`,
        texts: known.texts,
      };
    case "catch": {
      const head = `try { die("x"); } catch (${inner}) { ${inner} = ${inner}.message;`;
      return { text: `${head}\n${within([inner])}\n}`, texts: known.texts };
    }
    case "function": {
      const head = `function ${node.name}(${inner}, unused)`;
      const text = `${head} {\n${within([inner])}\nreturn ${inner} + "r";\n}`;
      return { text: `${text}\nprint(${node.name}(${value}, 1));`, texts: known.texts };
    }
    case "closure": {
      const text = `const ${node.name} = (${inner}, ...others) => {\n${within([inner])}\n};`;
      return { text: `${text}\npush(later, ${node.name});`, texts: known.texts };
    }
  }
}

/** The lines of a body; a name is declared once in it, and used behind its declaration. */
function renderBody(body: Node[], around: Known, head: string[]): string {
  const declared = declaredIn(body, head);
  const seen = new Set(head);
  const isOuter = (one: string): boolean => !declared.includes(one);
  let known: Known = {
    texts: [...around.texts.filter(isOuter), ...head],
    declared: [...around.declared, ...declared],
  };
  const lines: string[] = known.declared.includes("lc") ? [] : ['print(lc("LOW"));'];
  for (const node of body) {
    if (!declaring.includes(node.kind) || !seen.has(node.name)) {
      const { text, texts } = render(node, known);
      seen.add(declaring.includes(node.kind) ? node.name : "");
      known = { ...known, texts: [...new Set(texts)] };
      lines.push(text);
    }
  }
  return lines.join("\n");
}

/** A program for ucode that tells all it does; its closures run at the end. */
function textOfProgram(body: Node[]): string {
  const known = { texts: ["changing"], declared: ["changing", "later"] };
  return `let changing = "c";
let later = [];
${renderBody(body, known, [])}
for (let round = 0; round < length(later) && round < 40; round++) {
  later[round](\`round \${round}\`);
}
print(changing);
`;
}

export { programs, textOfProgram };
