import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** The Unix modes of the files in a zip, as its central directory gives them: APPNOTE.TXT 4.3.12. */
export function modesOf(zip: Uint8Array): Record<string, string> {
  const bytes = Buffer.from(zip);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const modes: Record<string, string> = {};
  for (let at = bytes.readUInt32LE(end + 16); at < end;) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const madeBy = bytes.readUInt8(at + 5) === 3 ? 'Unix' : 'another system';
    modes[bytes.toString('utf8', at + 46, at + 46 + name)] =
      `${madeBy} ${((bytes.readUInt32LE(at + 38) >>> 16) & 0o777).toString(8)}`;
    at += 46 + name + extra + comment;
  }
  return modes;
}

/** Unpacks a zip as azd does, and makes the entry point executable. */
export async function unpackAsAzd(zip: Uint8Array, folder: string, entryPoint: string): Promise<string> {
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  await chmod(join(folder, entryPoint), 0o755);
  return join(folder, entryPoint);
}
