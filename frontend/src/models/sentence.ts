/**
 * The router's own sentences, which are English, told apart into words that can be translated and
 * values. It has no list of sentences: they are in the catalogues alone.
 */

/** Writes a clause anew; its values stand in the text as `%s`, in their order. */
type Rewrite = (clause: string, values: string[]) => string;

/** What is quoted, a number with its unit, or a word without the punctuation around it. */
const words = /¤[^¤]+¤|'[^']*'|[\d.]+ (?:%|ms|s)(?!\w)|[^\s,;()]+(?<![:.])/g;

/** Nothing of the language's, but for the two families and a word with a hyphen. */
const valuePattern = /^'|^(?!IPv|log-in).*[\d_/@%-]/;

/** `1.1.1.1, 8.8.8.8`, `fibre (wan) and lte`: values in a row are one. */
const lists = /¤[^¤]+¤\)?(?:(?:,? | and | \()¤[^¤ ]+¤\)?)*/g;

const clauses = /[^\s,;:.][^,;:.]*/g;

/**
 * The sentence with each of its clauses rewritten; what is between them stays. `names` are words that
 * are values although they do not look so.
 */
function rewriteSentence(sentence: string, names: readonly string[], rewrite: Rewrite): string {
  const values: string[] = [];
  // A label can have blanks and signs of its own.
  const odd = names.filter((name) => /[^\w-]/.test(name)).sort((a, b) => b.length - a.length);
  return odd
    .reduce((text, name) => text.replaceAll(name, `¤${name}¤`), sentence)
    .replace(words, (word) =>
      !word.startsWith("¤") && (valuePattern.test(word) || names.includes(word))
        ? `¤${word}¤`
        : word
    )
    .replace(lists, (list) => {
      values.push(list.replaceAll("¤", ""));
      return "%s";
    })
    .replace(clauses, (clause) => rewrite(clause, values.splice(0, clause.split("%s").length - 1)));
}

type RewriteSentence = typeof rewriteSentence;

export { rewriteSentence };
export type { RewriteSentence };
