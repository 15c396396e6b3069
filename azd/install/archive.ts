import { unzipSync, zipSync } from 'fflate';

export type Files = Readonly<Record<string, Uint8Array | string>>;

const unix = 3;
const executable = 0o755;
const plain = 0o644;

/** fflate writes the time of the place where it runs, so this is the same everywhere. */
const always = new Date(1980, 0, 1);

/**
 * Packs files into a zip that is the same, byte for byte, whenever and wherever the files are. azd unpacks it with these
 * modes; those under `bin/` may be executed.
 */
export function pack(files: Files): Uint8Array {
  const entries = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(
    Object.fromEntries(
      entries.map(([name, content]) => [
        name,
        [Buffer.from(content), { os: unix, attrs: modeOf(name) << 16, mtime: always }],
      ]),
    ),
    { level: 9 },
  );
}

export function modeOf(name: string): number {
  return name.startsWith('bin/') ? executable : plain;
}

export function unpack(archive: Uint8Array): Record<string, Uint8Array> {
  return unzipSync(archive);
}
