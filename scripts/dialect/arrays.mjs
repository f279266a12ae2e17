/** `in` over arrays means their values in ucode and their indices in JavaScript. */
import { construct } from "./construct.mjs";
import { bindingAt } from "./scope.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./scope.mjs").Binding} Binding */

/** ucode's functions whose result is an array. */
const arrayBuiltins = new Set([
  "filter",
  "iptoarr",
  "keys",
  "lsdir",
  "map",
  "match",
  "reverse",
  "slice",
  "sort",
  "splice",
  "split",
  "uniq",
  "values",
]);

/** @param {AnyNode | null | undefined} type */
function isArrayType(type) {
  switch (type?.type) {
    case "TSTypeAnnotation":
    case "TSTypeOperator":
      return isArrayType(type.typeAnnotation);
    case "TSArrayType":
    case "TSTupleType":
      return true;
    case "TSTypeReference":
      return /^(Readonly)?Array$/.test(type.typeName.name ?? "");
    case "TSUnionType":
      return type.types.some(isArrayType);
    default:
      return false;
  }
}

/**
 * @param {AnyNode | null | undefined} value
 * @returns {boolean}
 */
function isArray(value) {
  switch (value?.type) {
    case "ArrayExpression":
      return true;
    case "CallExpression":
      return arrayBuiltins.has(value.callee.name);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return isArrayType(value.typeAnnotation) || isArray(value.expression);
    case "TSNonNullExpression":
      return isArray(value.expression);
    case "LogicalExpression":
      return isArray(value.left) || isArray(value.right);
    case "Identifier":
      return isArrayBinding(bindingAt(value));
    default:
      return false;
  }
}

/** @param {Binding | null} binding */
function isArrayBinding(binding) {
  if (binding == null || binding.kind === "import" || binding.kind === "function") {
    return false;
  }
  const type = binding.identifier.typeAnnotation;
  return (
    binding.declaration.type === "RestElement" ||
    (type != null ? isArrayType(type) : isArray(binding.declaration.init))
  );
}

const arrays = [
  construct(
    "for-in-array",
    "ForInStatement",
    "for…in over an array yields its values in ucode; count: for (let i = 0; i < length(list); i++)",
    (node) => isArray(node.right)
  ),
  construct(
    "in-array",
    "BinaryExpression",
    "in on an array looks for a value in ucode; write index(list, value) >= 0",
    (node) => node.operator === "in" && isArray(node.right)
  ),
];

export { arrays };
