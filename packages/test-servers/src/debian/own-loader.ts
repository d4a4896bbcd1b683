import { chmod, open, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ServerError } from '../server-error.ts'

/**
 * Makes the executables of a directory run with the loader and the libraries that were unpacked beside them, whatever
 * the system has: each is renamed to `<name>.elf`, and a script takes its place. The program still finds its
 * neighbours, as it looks for them in the directory that it was started from.
 */
export async function runByOwnLoader(root: string, binaries: string): Promise<void> {
  const libraries = await libraryDirectories(root)
  const loader = await findLoader(libraries)
  const up = relative(binaries, root)
  const inRoot = (path: string): string => `"$here/${join(up, relative(root, path))}"`
  const libraryPath = libraries.map(inRoot).join(':')
  for (const name of await readdir(binaries)) {
    const path = join(binaries, name)
    if (!(await isElf(path))) continue
    await rename(path, `${path}.elf`)
    const script = [
      '#!/bin/sh',
      'here=$' + '{0%/*}',
      `exec ${inRoot(loader)} --library-path ${libraryPath} "$here/${name}.elf" "$@"`,
      '',
    ].join('\n')
    await writeFile(path, script)
    await chmod(path, 0o755)
  }
}

/** `lib/<triplet>` and `usr/lib/<triplet>`: which one a package uses differs between suites. */
async function libraryDirectories(root: string): Promise<string[]> {
  const found: string[] = []
  for (const parent of ['lib', 'usr/lib']) {
    for (const name of await readdir(join(root, parent)).catch(() => [])) {
      if (/^[\w]+-linux-gnu\w*$/.test(name)) found.push(join(root, parent, name))
    }
  }
  return found
}

async function findLoader(libraries: readonly string[]): Promise<string> {
  for (const directory of libraries) {
    for (const name of await readdir(directory)) {
      if (/^ld-linux.*\.so\.\d+$/.test(name)) return join(directory, name)
    }
  }
  throw new ServerError('the unpacked packages hold no loader: was libc6 not among them?')
}

async function isElf(path: string): Promise<boolean> {
  if (!(await stat(path)).isFile()) return false
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1') === '\x7fELF'
  } finally {
    await file.close()
  }
}
