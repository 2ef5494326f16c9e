const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a text is a number of the JSON grammar. */
export function isJsonNumber(text: string): boolean {
  return jsonNumber.test(text);
}
