/** Text laid out for a terminal of 80 columns. Everything shown is printable ASCII. */
import { oneLine } from "../shared/router/text.ts";

const terminalWidth = 80;

/** No column is made narrower. */
const leastWidth = 6;

const gap = "  ";

interface Column {
  title: string;
  /** Whether figures stand at its right edge. */
  right?: boolean;
}

/** A row of a table; null shows as `-`. */
interface Row {
  cells: (string | null)[];
  /** Shown below the row; empty for nothing. */
  note?: string;
}

/** Gives a cell, blanks around it included, its colour. */
type Paint = (cell: string) => string;

function blanks(count: number): string {
  let text = "";
  while (length(text) < count) {
    text = `${text} `;
  }
  return text;
}

/** The text in so many columns: filled with blanks, or cut with `~`. */
function fitted(text: string, width: number, right: boolean): string {
  if (length(text) > width) {
    return `${substr(text, 0, width - 1)}~`;
  }
  const rest = blanks(width - length(text));
  return right ? `${rest}${text}` : `${text}${rest}`;
}

/**
 * The words of a text in lines of at most 80 columns, the first one after `first`, the others behind as
 * many blanks. A word that is longer than a line is broken.
 */
function wrapped(first: string, text: string): string[] {
  const indent = blanks(length(first));
  const room = terminalWidth - length(first);
  const words = split(oneLine(text), " ");
  const lines: string[] = [];
  let line = "";
  for (let i = 0; i < length(words); i++) {
    let word = words[i] as string;
    if (line != "" && length(line) + 1 + length(word) > room) {
      push(lines, line);
      line = "";
    }
    while (length(word) > room) {
      push(lines, substr(word, 0, room));
      word = substr(word, room);
    }
    line = line == "" ? word : `${line} ${word}`;
  }
  push(lines, line);
  return map(lines, (one, i) => `${i == 0 ? first : indent}${one}`);
}

function totalOf(widths: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < length(widths); i++) {
    total += widths[i] as number;
  }
  return total;
}

/** Widths that the cells ask for, the widest ones cut until all fit. */
function widthsOf(columns: readonly Column[], cells: readonly string[][]): number[] {
  const widths = map(columns, (column, i) =>
    max(length(column.title), ...map(cells, (row) => length(row[i] as string)))
  );
  const room = terminalWidth - length(gap) * (length(columns) - 1);
  let excess = totalOf(widths) - room;
  while (excess > 0) {
    const widest = max(...widths);
    const at = index(widths, widest);
    widths[at] = widest - 1;
    excess = widest <= leastWidth ? 0 : excess - 1;
  }
  return widths;
}

/** A measured value as a cell; null when it is unknown. */
function figure(value: number | null, form: string): string | null {
  return value == null ? null : sprintf(form, value);
}

/** The table's lines, its heads first. */
function tableLines(columns: readonly Column[], rows: readonly Row[], paint: Paint): string[] {
  const cells = map(rows, (row) => map(row.cells, (cell) => oneLine(cell ?? "-")));
  const widths = widthsOf(columns, cells);
  const cellOf = (text: string, at: number): string => {
    const width = widths[at] as number;
    const right = columns[at]?.right == true;
    // Nothing is filled up at the end of a line.
    const room = at == length(columns) - 1 && !right ? min(width, length(text)) : width;
    return fitted(text, room, right);
  };
  const lineOf = (texts: readonly string[], tint: Paint): string =>
    join(
      gap,
      map(texts, (text, at) => tint(cellOf(text, at)))
    );
  const plain = (cell: string): string => cell;
  const lines = [
    lineOf(
      map(columns, (column) => column.title),
      plain
    ),
  ];
  for (let i = 0; i < length(rows); i++) {
    const note = rows[i]?.note ?? "";
    push(lines, lineOf(cells[i] as string[], paint));
    push(lines, ...(note == "" ? [] : wrapped("    ", note)));
  }
  return lines;
}

export { wrapped, figure, tableLines };
export type { Column, Row, Paint };
