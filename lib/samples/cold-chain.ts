import { dataFile } from '../samplings/index.ts';

interface ColdChain {
  never: string;
  cold: string;
  transport: string[];
}

/** Whether goods must stay cold by what their label says or by how they were sent (domain 1.4, 10.5). */
export function needsCold(root: string, fields: Record<string, string>): boolean {
  const { never, cold, transport } = dataFile<ColdChain>(root, 'lib/samples/cold-chain.json');
  if (transport.includes(fields.transport ?? '')) return true;
  const label = (fields.storageCondition ?? '').replace(new RegExp(never, 'gu'), '');
  return new RegExp(cold, 'u').test(label);
}
