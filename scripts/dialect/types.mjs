/** TypeScript that is more than types and so cannot be erased. */
import { construct } from "./construct.mjs";

const types = [
  construct(
    "enum",
    "TSEnumDeclaration",
    "an enum is code, not a type; write a union of strings, or constants"
  ),
  construct(
    "namespace",
    "TSModuleDeclaration",
    "a namespace is code, not a type; write a module of its own",
    (node) => node.declare !== true
  ),
  construct(
    "parameter-property",
    "TSParameterProperty",
    "a parameter property is code, not a type; write a function that returns an object"
  ),
  construct("angle-cast", "TSTypeAssertion", "a cast in <…> cannot be erased; write value as Type"),
  construct(
    "import-equals",
    ["TSImportEqualsDeclaration", "TSExportAssignment"],
    "import = and export = cannot be erased; write import { … } and export { … };"
  ),
];

export { types };
