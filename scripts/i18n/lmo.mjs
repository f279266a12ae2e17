/**
 * Catalogues as LuCI reads them (.lmo): the translated texts, each at an offset divisible by four, then
 * an index sorted by the hash of the original text, then the offset of that index. Numbers are
 * big-endian. LuCI's own tool po2lmo makes the same bytes.
 */

/** @typedef {{ original: string, translated: string }} Message */

/**
 * Paul Hsieh's SuperFastHash with the length as its start, over the text's bytes in UTF-8.
 *
 * @param {Buffer} bytes Not empty.
 * @returns {number} 32 bits without a sign.
 */
function superFastHash(bytes) {
  let hash = bytes.length;
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) {
    hash = (hash + bytes.readUInt16LE(at)) | 0;
    hash = (hash << 16) ^ ((bytes.readUInt16LE(at + 2) << 11) ^ hash);
    hash = (hash + (hash >>> 11)) | 0;
  }
  const rest = bytes.length - whole;
  if (rest >= 2) {
    hash = (hash + bytes.readUInt16LE(whole)) | 0;
  }
  if (rest === 3) {
    hash ^= hash << 16;
    hash ^= bytes.readInt8(whole + 2) << 18;
    hash = (hash + (hash >>> 11)) | 0;
  } else if (rest === 2) {
    hash ^= hash << 11;
    hash = (hash + (hash >>> 17)) | 0;
  } else if (rest === 1) {
    hash = (hash + bytes.readInt8(whole)) | 0;
    hash ^= hash << 10;
    hash = (hash + (hash >>> 1)) | 0;
  }
  for (const [left, right] of /** @type {const} */ ([
    [3, 5],
    [4, 17],
    [25, 6],
  ])) {
    hash ^= hash << left;
    hash = (hash + (hash >>> right)) | 0;
  }
  return hash >>> 0;
}

/**
 * @param {readonly Message[]} messages Without plurals and contexts; one left as it is in English is
 *   left out.
 * @param {string} pluralForms The rule of the language, as PO files have it.
 * @returns {Buffer}
 */
function formatLmo(messages, pluralForms) {
  /** @type {Buffer[]} */
  const texts = [];
  let offset = 0;
  const rule = { key: 0, plural: 0, text: pluralForms };
  const entries = messages
    .filter(({ original, translated }) => translated !== "" && translated !== original)
    .map(({ original, translated }) => {
      return { key: superFastHash(Buffer.from(original)), plural: 1, text: translated };
    });
  const index = [rule, ...entries].map(({ key, plural, text }) => {
    const bytes = Buffer.from(text);
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    texts.push(bytes, padding);
    const entry = { key, plural, offset, length: bytes.length };
    offset += bytes.length + padding.length;
    return entry;
  });
  const numbers = index
    .toSorted((a, b) => a.key - b.key)
    .flatMap(({ key, plural, offset: at, length }) => [key, plural, at, length]);
  const tail = Buffer.alloc((numbers.length + 1) * 4);
  [...numbers, offset].forEach((number, position) => tail.writeUInt32BE(number, position * 4));
  return Buffer.concat([...texts, tail]);
}

export { formatLmo };
