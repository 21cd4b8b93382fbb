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

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
};

/** What tells a process from a later one that got its number: the boot and the tick at which it started; '' where Linux does not say. */
function birthOf(pid: number): string {
  const [, rest = ''] = /\) (.*)$/s.exec(read(`/proc/${pid}/stat`)) ?? [];
  const started = rest.split(' ')[19] ?? '';
  return started && `${read('/proc/sys/kernel/random/boot_id')}/${started}`;
}

function isHeld(pid: number, birth: string): boolean {
  if (pid === process.pid || !Number.isInteger(pid) || pid <= 0 || !alive(pid)) return false;
  return birth === '' || birthOf(pid) === '' || birth === birthOf(pid);
}

/**
 * One writer process on one data folder (FT-13). A lock left by a process that died is taken over.
 * @returns the function that releases it
 * @throws Error naming the process that holds it
 */
export function holdDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'lims.pid');
  const write = () => writeFileSync(path, `${process.pid} ${birthOf(process.pid)}`, { flag: 'wx' });
  try {
    write();
  } catch {
    const [holder = '', birth = ''] = read(path).split(' ');
    if (isHeld(Number(holder), birth))
      throw new Error(`${dataDir} is in use by process ${holder}; only one process may write to it`);
    rmSync(path, { force: true });
    write();
  }
  return () => rmSync(path, { force: true });
}
