/** Runs a command and answers with its exit code and what it printed. */
export async function printed(
  run: () => Promise<number | undefined>,
): Promise<{ status: number | undefined; said: string }> {
  const { write } = process.stdout;
  let said = '';
  process.stdout.write = ((chunk: string | Uint8Array) => {
    said += String(chunk);
    return true;
  }) as typeof process.stdout.write;
  try {
    return { status: await run(), said };
  } finally {
    process.stdout.write = write;
  }
}
