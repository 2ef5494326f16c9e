/** Bytes that the host has written into the kernel's memory: a key, a separator, the cell of null. */
export class Text {
  address: i32;
  length: i32;

  constructor(address: i32, length: i32) {
    this.address = address;
    this.length = length;
  }
}

export const noText: Text = new Text(0, 0);

/** Makes room for a text. The host fills it before the first page. */
export function newText(length: i32): Text {
  return new Text(heap.alloc(length) as i32, length);
}

export function addressOf(text: Text): i32 {
  return text.address;
}
