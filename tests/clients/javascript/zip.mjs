// A zip file of some texts, stored as they are: enough for a function's package.
import { deflateRawSync } from "node:zlib";

const table = Array.from({ length: 256 }, (_, n) => { for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n >>> 0; });
const checksum = bytes => { let crc = 0xffffffff; for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255]; return (crc ^ 0xffffffff) >>> 0; };

// files: name → text or bytes. All of them may be run.
export function zip(files) {
  const parts = [], directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content), packed = deflateRawSync(bytes), label = Buffer.from(name);
    const head = Buffer.alloc(26);
    for (const [at, value] of [[0, 20], [2, 0x800], [4, 8], [6, 0], [8, 0x21]]) head.writeUInt16LE(value, at);
    for (const [at, value] of [[10, checksum(bytes)], [14, packed.length], [18, bytes.length]]) head.writeUInt32LE(value, at);
    head.writeUInt16LE(label.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(0o100755 * 65536, 6);
    entry.writeUInt32LE(offset, 10);
    parts.push(Buffer.from("PK\x03\x04"), head, label, packed);
    directory.push(Buffer.from("PK\x01\x02"), Buffer.from([20, 3]), head, entry, label);
    offset += 4 + head.length + label.length + packed.length;
  }

  const index = Buffer.concat(directory), end = Buffer.alloc(18), count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, Buffer.from("PK\x05\x06"), end]);
}
