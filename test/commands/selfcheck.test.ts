import { expect } from 'chai';
import { checks, selfcheck } from '../../lib/commands/index.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { freshDatabase } from '../support/engines.ts';
import { printed } from './console.ts';

describe('lims selfcheck', () => {
  it('DI-21 passes every check on a sound installation', async () => {
    const fresh = await freshDatabase('sqlite');
    const { status, said } = await printed(() => selfcheck(readConfig({ ...fresh.env, LOG_LEVEL: 'silent' })));
    await fresh.drop();
    expect(status, said).to.equal(0);
    expect(said.trim().split('\n')).to.have.length(checks.length + 1);
  });

  it('DI-21 exits with 1 and names the check that fails', async () => {
    const broken = { name: 'cmd.check.fonts', run: () => Promise.reject(new Error('no such font')) } as const;
    const { status, said } = await printed(() => selfcheck(readConfig({}), [broken]));
    expect(status).to.equal(1);
    expect(said).to.contain('no such font');
  });
});
