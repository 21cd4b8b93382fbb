import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * One writer process on one data folder (FT-13). A lock left by a process that died is taken over.
 * @returns the function that releases it
 * @throws Error naming the process that holds it
 */
export function holdDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'lims.pid');
  const write = () => writeFileSync(path, String(process.pid), { flag: 'wx' });
  try {
    write();
  } catch {
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder !== process.pid && Number.isInteger(holder) && holder > 0 && alive(holder)) {
      throw new Error(`${dataDir} is in use by process ${holder}; only one process may write to it`);
    }
    rmSync(path, { force: true });
    write();
  }
  return () => rmSync(path, { force: true });
}
