import { createCanvas } from '@napi-rs/canvas';
import { expect } from 'chai';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { RecordAnswer } from '../../lib/testing/record-answer.ts';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { appearance, ok, PASSWORD, type Rig, save, startRig } from './rig.ts';

/** A photo as a phone takes it. */
function photo(colour: string, type: 'image/jpeg' | 'image/png' = 'image/jpeg'): Buffer {
  const canvas = createCanvas(320, 240);
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 320, 240);
  return type === 'image/png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', 80);
}

const damaged = Buffer.concat([photo('#123456', 'image/png').subarray(0, 60), Buffer.alloc(40)]);
const upload = (name: string, body: Buffer) => ({ name, data: body.toString('base64') });

/** What a record does not take, and how it says so. */
const refused: { says: string; file: { name: string; data: string }; id: string }[] = [
  {
    says: 'a program under the name of a picture',
    file: upload('photo.jpg', Buffer.from('MZ\0\0exe')),
    id: 'attachment.type',
  },
  {
    says: 'a page that could carry scripts',
    file: upload('note.txt', Buffer.from('<html><script>')),
    id: 'attachment.type',
  },
  { says: 'an empty file', file: { name: 'empty.csv', data: '=' }, id: 'attachment.type' },
  { says: 'a picture cut short', file: upload('cut.png', damaged), id: 'attachment.damaged' },
];

eachEngine('testing: attachments', (engine) => {
  let rig: Rig;
  let analyst: Client;
  before(async () => {
    rig = await startRig(engine);
    analyst = await rig.as('analyst');
  });
  after(() => rig.close());

  const described = async (): Promise<TestAnswer> => {
    const { tests } = await rig.assigned();
    const [test] = tests;
    if (!test) throw new Error('no test');
    ok(await save(analyst, test, appearance));
    return (await shown(test.id)).test;
  };
  const shown = async (id: string, who = analyst) => ok<RecordAnswer>(await who.get(`/tests/${id}`));
  const add = (test: TestAnswer, file: object, note?: string) =>
    analyst.post(`/tests/${test.id}/attachments`, { file, ...(note && { note }) });

  for (const { says, file, id } of refused)
    it(`refuses ${says} (${id})`, async () => {
      const test = await described();
      const answer = await add(test, file);
      expect(answer.status).to.equal(422);
      expect(answer.refusals()).to.deep.equal([id]);
      expect((await shown(test.id)).attachments).to.deep.equal([]);
    });

  it('keeps a photo with its hash, name, note and person, and gives the same bytes back', async () => {
    const test = await described();
    const picture = photo('#aa3300');
    const added = ok<TestAnswer>(await add(test, upload('C:\\photos\\片面.jpg', picture), '除去包衣后'));
    expect(added.hash, 'the signature covers the files').not.to.equal(test.hash);
    const [one] = (await shown(test.id)).attachments;
    expect(one).to.include({
      name: '片面.jpg',
      type: 'image/jpeg',
      note: '除去包衣后',
      by: '李检',
      size: picture.length,
    });
    const file = await analyst.get(`/tests/${test.id}/attachments/${one?.hash}`);
    expect(file.bytes.equals(picture)).to.equal(true);
    expect(file.headers.get('content-type')).to.contain('image/jpeg');
    expect((await analyst.page(`/tests/${test.id}`)).text)
      .to.contain('片面.jpg')
      .and.to.contain('除去包衣后');
  });

  it('takes the same file once, and stands beside what is typed meanwhile', async () => {
    const test = await described();
    const file = upload('a.csv', Buffer.from('t,A\n1,0.251\n'));
    const added = ok<TestAnswer>(await add(test, file));
    expect((await add(added, file)).refusals()).to.deep.equal(['attachment.twice']);
    ok(await save(analyst, added, { observation: '白色片，除去包衣后' }, '补充描述'));
    ok(await add(test, upload('b.csv', Buffer.from('x'))));
    expect((await shown(test.id)).attachments).to.have.length(2);
  });

  it('takes at most 20 files', async () => {
    let test = await described();
    for (let n = 0; n < 20; n += 1) test = ok<TestAnswer>(await add(test, upload(`${n}.txt`, Buffer.from(`run ${n}`))));
    expect((await add(test, upload('21.txt', Buffer.from('run 21')))).refusals()).to.deep.equal(['attachment.many']);
  });

  it('refuses a file larger than 10 MB', async () => {
    const test = await described();
    const big = upload('big.csv', Buffer.alloc(10 * 1024 * 1024 + 30, 'a'));
    expect((await add(test, big)).refusals()[0]).to.be.oneOf(['attachment.size', 'schema.maxLength']);
  });

  it('withdraws with a reason; the file stays readable with who withdrew it', async () => {
    const test = await described();
    ok(await add(test, upload('误传.png', photo('#00aa33', 'image/png'))));
    const [one] = (await shown(test.id)).attachments;
    const withdraw = (body: object) => analyst.post(`/tests/${test.id}/withdrawals`, { hash: one?.hash, ...body });
    expect((await withdraw({ reason: ' ' })).refusals()).to.deep.equal(['record.reason']);
    ok(await withdraw({ reason: '照片属于另一批' }));
    const [after] = (await shown(test.id)).attachments;
    expect(after?.withdrawn).to.include({ by: '李检', reason: '照片属于另一批' });
    expect((await analyst.get(`/tests/${test.id}/attachments/${one?.hash}`)).status).to.equal(200);
    const again = await analyst.post(`/tests/${test.id}/withdrawals`, {
      hash: one?.hash,
      reason: '再撤回一次',
    });
    expect(again.refusals()).to.deep.equal(['attachment.missing']);
  });

  it('is closed to everybody once the record is signed, and to others before', async () => {
    const test = await described();
    const other = await rig.as('analyst2');
    const file = upload('x.csv', Buffer.from('1'));
    const foreign = await other.post(`/tests/${test.id}/attachments`, { file });
    expect(foreign.status).to.be.oneOf([403, 409]);
    const signed = ok<TestAnswer>(
      await analyst.post(`/tests/${test.id}/submission`, { version: test.version, password: PASSWORD }),
    );
    expect((await add(signed, file)).status).to.be.oneOf([403, 409, 423]);
  });

  it('prints files by hash and photos as pictures on the raw record, and keeps the trail whole', async function () {
    this.timeout(60_000);
    const test = await described();
    const first = ok<TestAnswer>(await add(test, upload('斑点.jpg', photo('#3344aa')), '365nm'));
    ok(await add(first, upload('峰面积.csv', Buffer.from('1,2\n'))));
    const paper = await analyst.get(`/tests/${test.id}/record.pdf`);
    const text = (await pdfText(paper.bytes)).join('\n');
    const { attachments } = await shown(test.id);
    for (const { name } of attachments) expect(text).to.contain(name);
    expect(text.replace(/\s/g, '')).to.contain(attachments[0]?.hash);
    expect(paper.bytes.includes('/Subtype /Image')).to.equal(true);
    expect((await verifyTrail(rig.app.db.read)).faults).to.deep.equal([]);
  });
});
